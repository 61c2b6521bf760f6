"""Remedies: offered, approved, given."""

from decimal import Decimal

import pytest

from engagement.models import Voucher
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.complaint_move import Told, close_complaint
from feedback.actions.remedy import (
    ComplaintIsClosed,
    NotApproved,
    Offer,
    approve_remedy,
    drop_remedy,
    give_remedy,
    offer_remedy,
)
from feedback.models import Complaint, Remedy

pytestmark = pytest.mark.django_db


@pytest.fixture
def leak(anna, mira) -> Complaint:
    return take_complaint(Taken("It leaks.", "refund", customer=anna), by=mira, is_told=True)


def log_of(complaint: Complaint) -> list[tuple[str, str]]:
    return list(complaint.events.exclude(about="").order_by("pk").values_list("kind", "about"))


def test_a_voucher_is_written_when_it_is_given_and_once(leak, anna, mira):
    remedy = offer_remedy(leak, Offer("voucher", worth=Decimal(10), is_goodwill=True), by=mira)
    assert not Voucher.objects.exists()

    for _ in range(2):
        give_remedy(remedy, by=mira)

    voucher = Voucher.objects.get()
    assert (voucher.customer, voucher.amount, voucher.reason) == (anna, Decimal(10), "remedy")
    assert Remedy.objects.get().voucher == voucher
    assert log_of(leak) == [("remedy", "voucher"), ("given", "voucher")]


def test_what_is_dear_waits_for_approval(leak, mira, mark):
    remedy = offer_remedy(leak, Offer("refund", cost=Decimal("50.01")), by=mira)
    with pytest.raises(NotApproved):
        give_remedy(remedy, by=mira)

    for _ in range(2):
        approve_remedy(remedy, by=mark)
    give_remedy(remedy, proof="Receipt 17", by=mira)

    given = Remedy.objects.get()
    assert (given.approved_by, given.given_by, given.proof) == (mark, mira, "Receipt 17")
    assert [kind for kind, _about in log_of(leak)] == ["remedy", "approved", "given"]


@pytest.mark.parametrize(("worth", "waits"), [("50", False), ("51", True)])
def test_the_limit_is_the_last_that_needs_no_approval(leak, mira, worth, waits):
    assert offer_remedy(leak, Offer("refund", worth=Decimal(worth)), by=mira).waits_for_approval is waits


def test_whoever_may_approve_has_approved_what_they_offer(leak, mark):
    remedy = offer_remedy(leak, Offer("refund", worth=Decimal(500)), by=mark)

    assert (remedy.approved_by, remedy.may_be_given) == (mark, True)


def test_what_was_given_stays_given_and_what_was_dropped_is_not_given(leak, mira):
    apology, gift = (offer_remedy(leak, Offer(kind), by=mira) for kind in ("apology", "gift"))
    give_remedy(apology, by=mira)

    drop_remedy(apology, by=mira)
    for _ in range(2):
        drop_remedy(gift, by=mira)
    give_remedy(gift, by=mira)

    states = {each.kind: (bool(each.given_at), bool(each.dropped_at)) for each in Remedy.objects.all()}
    assert states == {"apology": (True, False), "gift": (False, True)}


def test_nothing_is_offered_where_it_is_over(leak, mira):
    close_complaint(leak, "closed_withdrawn", Told("As you wish."), version=leak.version, by=mira)

    with pytest.raises(ComplaintIsClosed):
        offer_remedy(leak, Offer("gift"), by=mira)
