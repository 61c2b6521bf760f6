"""The page on which the owner says how long things are kept, and the record of why they are."""

import pytest

from customers.models import KeepingRule
from tests.web.walk import sign_in_a_moment_ago

PAGE = "/settings/keeping/"
QUIET = f"{PAGE}quiet_customers/"


@pytest.fixture
def as_owner(client, olga):
    return sign_in_a_moment_ago(client, olga)


def typed(days, **more):
    return {
        "quiet_customers-days": days,
        "quiet_customers-is_on": "on",
        "quiet_customers-version": "1",
    } | more


def test_keeping_decide_saves_one_rule_and_the_record_tells_it(as_owner):
    assert as_owner.post(QUIET, typed("1000")).url == PAGE
    assert as_owner.post(QUIET, typed("1000")).url == PAGE

    assert list(KeepingRule.objects.values_list("key", "is_on", "days", "version")) == [
        ("quiet_customers", True, 1000, 2)
    ]
    assert "By a rule: after 1000 days." in as_owner.get("/settings/processing/").content.decode()


def test_keeping_decide_shows_first_what_would_go(as_owner, anna):
    from datetime import timedelta

    from django.utils import timezone

    from customers.models import Customer

    Customer.objects.update(created_at=timezone.now() - timedelta(days=4000))
    for customer in Customer.objects.all():
        customer.interactions.all().delete()

    shown = as_owner.post(f"{PAGE}quiet_customers/", {"quiet_customers-days": "1000", "preview": "1"})

    assert "1 would go now." in shown.content.decode()
    assert str(anna) in shown.content.decode()
    assert not KeepingRule.objects.exists()


def test_keeping_decide_refuses_too_few_days_stale_pages_and_strangers(as_owner, client, mark):
    assert as_owner.post(QUIET, typed("5")).status_code == 422
    assert as_owner.post(f"{PAGE}nothing/", {}).status_code == 404
    assert as_owner.get(QUIET).status_code == 405
    as_owner.post(QUIET, typed("1000"))
    assert as_owner.post(QUIET, typed("1100")).status_code == 409

    as_manager = sign_in_a_moment_ago(client, mark)
    for path in (PAGE, "/settings/processing/"):
        assert as_manager.get(path).status_code == 403
    assert as_manager.post(QUIET, typed("1000")).status_code == 403
