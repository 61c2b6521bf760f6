"""Did it help? As a list, one by one, and what it cost."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from crm.shop.models import AuditEntry
from engagement.models import Voucher
from metrics.actions.programme_cost import edit_programme_cost
from metrics.effects.keeping import keep_effects
from metrics.models import MeasuredEffect, ProgrammeCost
from metrics.rollups import rebuild
from tests.metrics.buying import NOON
from tests.metrics.effects.campaigns import SENT, announcement, buys, listed, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]
NOW = NOON + timedelta(days=SENT + 60)
TYPED = {"gifts": "80", "sending": "", "time": "20.50", "version": "1"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sent():
    made, reached, out = announcement(), people(40, "R"), people(40, "H")
    listed(made, reached)
    listed(made, out, held_out=True)
    buys(reached[:30], SENT + 1)
    rebuild()
    return made


def test_the_list_says_what_helped(as_owner, sent):
    assert keep_effects(NOW) == 1
    assert keep_effects(NOW) == 0  # nothing late can change it

    page = as_owner.get("/figures/effects/").text

    assert "Spring" in page
    assert "Better" in page
    assert "held out by lot" in page


def test_what_is_gone_leaves_the_list(as_owner, sent):
    keep_effects(NOW)
    sent.delete()

    keep_effects(NOW)

    assert not MeasuredEffect.objects.exists()
    assert "Nothing yet" in as_owner.get("/figures/effects/").text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(as_owner, count, django_assert_num_queries):
    for number in range(count):
        listed(announcement(f"Nr {number}", number), people(1, "R"))
    rebuild()
    keep_effects(NOW)
    as_owner.get("/figures/effects/")

    with django_assert_num_queries(5):
        as_owner.get("/figures/effects/")


def test_one_effect_shows_both_sides_and_why_no_return(as_owner, sent):
    page = as_owner.get(f"/figures/effects/announcement/{sent.pk}/").text

    assert "30 of 40" in page
    assert "+75 points, between" in page
    assert "your margin" in page
    assert "For the 40 customers who were reached" in page


def test_what_it_cost_is_kept_once_with_its_history(as_owner, sent):
    for _ in range(2):
        answer = as_owner.post(f"/figures/effects/announcement/{sent.pk}/cost/", TYPED)

    assert answer.status_code == 302
    assert ProgrammeCost.objects.get().total == Decimal("100.50")
    assert list(AuditEntry.objects.values_list("verb", "fields")) == [
        ("programme_cost.edited", ["gifts", "time"])
    ]


def test_a_colleague_was_faster(as_owner, sent):
    edit_programme_cost(f"engagement.announcement:{sent.pk}", {"gifts": Decimal(7)}, version=1, by=None)

    answer = as_owner.post(f"/figures/effects/announcement/{sent.pk}/cost/", TYPED)

    assert answer.status_code == 409
    assert "7.00" in answer.text


def test_less_than_nothing_is_no_cost(as_owner, sent):
    wrong = TYPED | {"gifts": "-1"}

    assert as_owner.post(f"/figures/effects/announcement/{sent.pk}/cost/", wrong).status_code == 422
    assert as_owner.get(f"/figures/effects/announcement/{sent.pk}/cost/").status_code == 405


def test_what_has_not_begun_is_not_there(as_owner):
    for kind in ("announcement", "automation", "improvement", "love"):
        assert as_owner.get(f"/figures/effects/{kind}/7/").status_code == 404


def test_effects_are_for_those_who_see_figures(client, mark, mira, sent):
    address = f"/figures/effects/announcement/{sent.pk}/"
    client.force_login(mira)
    assert client.get(address).status_code == 403
    client.force_login(mark)
    assert client.get(address).status_code == 200
    assert client.post(f"{address}cost/", TYPED).status_code == 403


def test_what_went_into_vouchers_is_said_in_one_sentence(as_owner, sent):
    customer = sent.recipients.filter(is_held_out=False).first().customer
    used = {"redeemed_at": sent.frozen_at + timedelta(days=2), "issued_at": NOON, "reason": "other"}
    Voucher.objects.create(code="V", customer=customer, amount=4, currency="GBP", **used)

    page = as_owner.get(f"/figures/effects/announcement/{sent.pk}/").text

    said = "It cost £4.00. Of that, £4.00 went into vouchers: what the customers it reached used within"
    assert said in page
    assert "beyond what as many who were held out used anyway." in page
