"""The margin, as the owner sets it."""

from decimal import Decimal

import pytest

from crm.shop.models import AuditEntry
from metrics.actions.value_rules import edit_value_rules
from metrics.models import ValueRules

PAGE = "/settings/margin/"


def test_value_rules_keeps_the_margin_once_with_its_history(client, olga):
    client.force_login(olga)

    for _ in range(2):
        client.post(PAGE, {"margin_percent": "42.5", "version": "1"})

    assert ValueRules.current().margin == Decimal("0.425")
    assert list(AuditEntry.objects.values_list("actor", "verb", "fields")) == [
        ("Olga", "value_rules.edited", ["margin_percent"])
    ]


def test_value_rules_can_be_forgotten(client, olga):
    edit_value_rules(Decimal(40), version=1, by=olga)
    client.force_login(olga)

    client.post(PAGE, {"margin_percent": "", "version": "2"})

    assert ValueRules.current().margin == 1


@pytest.mark.parametrize("wrong", ["0", "101", "-3", "much"])
def test_value_rules_refuses_what_is_no_margin(client, olga, wrong):
    client.force_login(olga)

    assert client.post(PAGE, {"margin_percent": wrong, "version": "1"}).status_code == 422
    assert not ValueRules.objects.exists()


def test_value_rules_shows_what_a_colleague_saved_meanwhile(client, olga):
    edit_value_rules(Decimal(40), version=1, by=None)
    client.force_login(olga)

    response = client.post(PAGE, {"margin_percent": "50", "version": "1"})

    assert response.status_code == 409
    assert "40.0" in response.content.decode()


@pytest.mark.parametrize("person", ["mark", "mira", "vera"])
def test_value_rules_is_for_the_owner(client, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.post(PAGE, {"margin_percent": "50"}).status_code == 403
