"""The demo's mail and treats: drawn like real ones, kept here, with something of each kind."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from customers.models import Consent, ConsentTopic
from engagement.actions.loyalty_settling import settle_cards
from engagement.announcement_results import results_of
from engagement.models import (
    Announcement,
    AnnouncementState,
    Automation,
    EmailTemplate,
    Enrolment,
    LinkPurpose,
    LoyaltyCard,
    LoyaltyProgram,
    Message,
    MessageState,
    SkipReason,
    Suppression,
    Voucher,
    VoucherEntry,
    VoucherState,
)
from engagement.public_links import find_link, show_links

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]


def test_mails_were_drawn_and_kept_here_or_say_why_not() -> None:
    sent = Message.objects.filter(state=MessageState.SENT)
    skipped = Message.objects.filter(state=MessageState.SKIPPED)

    assert sent.count() >= 40
    assert not sent.filter(is_captured=False).exists()
    assert not sent.filter(html="").exists()
    assert not sent.filter(html__contains="{{ ").exists()
    assert set(skipped.values_list("skip_reason", flat=True)) >= {SkipReason.NO_ADDRESS, SkipReason.OPTED_OUT}
    assert not Message.objects.filter(state=MessageState.PLANNED).exists()


def test_the_outbox_begins_with_the_newest() -> None:
    days = [
        timezone.localdate(at) for at in Message.objects.newest_first().values_list("decided_at", flat=True)
    ]

    assert days == sorted(days, reverse=True)
    assert days[0] >= timezone.localdate() - timedelta(days=14)


def test_the_links_in_a_mail_work() -> None:
    mail = Message.objects.filter(purpose__startswith="announcement").exclude(html="")[0]

    address = show_links(mail.headers["List-Unsubscribe"], mail).strip("<>")

    link = find_link(address.rstrip("/").rpartition("/")[2], LinkPurpose.PREFERENCES)
    assert link is not None
    assert link.customer == mail.customer


def test_the_announcement_has_results_and_a_hold_out() -> None:
    results = results_of(Announcement.objects.get(state=AnnouncementState.DONE))

    assert results.clicked.k >= 8
    assert (results.replied.k, results.unsubscribed.k) == (2, 1)
    assert results.delivered.k == results.delivered.n - 1
    assert results.bought_held_out.n >= 8
    assert results.lift is not None
    assert Announcement.objects.filter(state=AnnouncementState.DRAFT).exists()


def test_some_recipes_are_on_and_newcomers_went_through_one() -> None:
    assert set(Automation.objects.values_list("is_on", flat=True)) == {True, False}
    assert Enrolment.objects.count() == Message.objects.filter(purpose="automation.welcome").count() >= 10
    assert EmailTemplate.objects.exclude(key="").exclude(current=None).count() >= 10


def test_people_were_asked_about_every_topic_and_two_addresses_are_suppressed() -> None:
    assert set(Consent.objects.values_list("topic", flat=True)) == set(ConsentTopic.values)
    assert Suppression.objects.standing(timezone.now()).count() == 2


def test_vouchers_are_in_every_state_and_the_ledger_adds_up() -> None:
    today = timezone.localdate()
    open_ones = Voucher.objects.open(today).aggregate(owed=Sum("amount"))

    assert {voucher.state for voucher in Voucher.objects.all()} == set(VoucherState)
    assert VoucherEntry.objects.aggregate(owed=Sum("amount")) == open_ones
    assert Voucher.objects.open(today).filter(expires_on__lte=today + timedelta(days=14)).exists()


def test_cards_hold_what_their_ledger_says_and_the_clock_has_nothing_to_add() -> None:
    for card in LoyaltyCard.objects.annotate(added=Sum("entries__amount")).exclude(added=None):
        assert card.balance == card.added
    assert LoyaltyCard.objects.filter(balance__gte=10).exists()
    # It looks at everything that was written down within the hour: all of the demo.
    LoyaltyProgram.objects.update(seen_up_to=0)
    assert settle_cards() == 0
