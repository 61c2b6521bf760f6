"""The owner's targets, and where they are shown."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from crm.shop.models import AuditEntry
from metrics.actions.goals import edit_goals
from metrics.models import Goals
from metrics.rollups import rebuild
from tests.metrics.buying import NOON, sell

pytestmark = pytest.mark.django_db
PAGE = "/settings/targets/"
TYPED = {"orders": "2", "known_share": "80", "nps": "-5", "version": "1"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOON + timedelta(days=400), tick=False):
        yield


def test_goals_are_kept_once_with_their_history(as_owner):
    for _ in range(2):
        answer = as_owner.post(PAGE, TYPED)

    assert answer.status_code == 302
    assert Goals.current().targets == {"orders": "2", "known_share": "80", "nps": "-5"}
    assert list(AuditEntry.objects.values_list("verb", "fields")) == [
        ("goals.edited", ["known_share", "nps", "orders"])
    ]


def test_a_target_is_forgotten_when_it_is_emptied(as_owner, olga):
    edit_goals({"orders": Decimal(2)}, shows_industry=True, version=1, by=olga)

    as_owner.post(PAGE, {"orders": "", "version": "2"})

    assert (Goals.current().targets, Goals.current().shows_industry) == ({}, False)


@pytest.mark.parametrize("wrong", [{"known_share": "101"}, {"nps": "-101"}, {"orders": "-1"}, {"csat": "x"}])
def test_what_cannot_be_a_target_comes_back(as_owner, wrong):
    assert as_owner.post(PAGE, TYPED | wrong).status_code == 422
    assert not Goals.objects.exists()


def test_a_colleague_was_faster(as_owner):
    edit_goals({"orders": Decimal(7)}, shows_industry=False, version=1, by=None)

    answer = as_owner.post(PAGE, TYPED)

    assert answer.status_code == 409
    assert "<strong>Orders</strong>: 7" in answer.text


@pytest.mark.parametrize("person", ["mark", "mira", "vera"])
def test_goals_are_for_the_owner(client, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.post(PAGE, TYPED).status_code == 403


def test_targets_stand_on_the_tile_and_on_the_page_of_the_figure(as_owner, olga, anna):
    sell(anna, *range(380, 400))
    sell(None, *range(390, 400))
    rebuild()
    targets = {"orders": Decimal(20), "known_share": Decimal(95), "refunds": Decimal(3)}
    edit_goals(targets, shows_industry=False, version=1, by=olga)

    board = as_owner.get("/figures/").text

    assert "Target at least 20: met" in board
    assert "Target at least 95%: not met" in board
    assert "Target at most 3: cannot be said yet" in as_owner.get("/figures/refunds/").text
    assert "Target at least 20" not in as_owner.get("/figures/?days=7").text
    assert "Target at least 95%" in as_owner.get("/figures/?days=90").text
    assert "Others:" not in board


def test_what_others_report_is_off_until_it_is_asked_for(as_owner, olga, anna):
    edit_goals({}, shows_industry=True, version=1, by=olga)

    page = as_owner.get("/figures/nps/").text

    assert "Others: +28 to +62" in page
    assert "XM Institute 2022" in page
    assert "Others:" not in as_owner.get("/figures/orders/").text
