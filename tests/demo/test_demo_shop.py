"""The demo shop reads like a shop: right numbers, open doors, exact money, one timeline."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from crm.demo.people import PASSWORD, SIGN_INS
from crm.demo.reading import text_lines
from crm.demo.stories import read_stories
from crm.shop.location_calendar import opening_hours_of
from crm.shop.models import AuditEntry, Location, ShopSettings, User
from crm.shop.opening_hours import OpeningHours
from crm.shop.permissions import Role
from customers.actions.figures import refresh_figures
from customers.actions.purchase import Line, timeline_entry
from customers.cleaning import clean_phone, fold
from customers.kinds import OWN_KINDS, PURCHASE, RECOMMENDED, REFERRAL, REFUND, SENT_A_FRIEND
from customers.models import Consent, Customer, Interaction, Phone, Purchase, PurchaseLine, Stage, Tag
from engagement.kinds import (
    ENQUIRY,
    ENQUIRY_ANSWER,
    FOLLOW_UP,
    LOYALTY,
    MAIL_IN,
    MAIL_OUT,
    REWARD,
    SPECIAL_ORDER,
    VOUCHER,
    VOUCHER_USED,
)
from engagement.models import Message, MessageClass, MessageState
from feedback.kinds import COMPLAINT, COMPLAINT_NEWS, REVIEW, SURVEY_ANSWER

# One worker opens it, once.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]

GIVEN = (VOUCHER, VOUCHER_USED, REWARD, LOYALTY)
SALES_LINES = [PURCHASE.key, REFUND.key]
SAID_TO_THEM = (
    FOLLOW_UP,
    ENQUIRY,
    ENQUIRY_ANSWER,
    SPECIAL_ORDER,
    MAIL_OUT,
    MAIL_IN,
    COMPLAINT,
    REVIEW,
    COMPLAINT_NEWS,
    SURVEY_ANSWER,
    *GIVEN,
)
# They name nobody: the page looks the name up when it is shown.
WITHOUT_WORDS = [*SALES_LINES, REFERRAL.key, SENT_A_FRIEND.key]


@pytest.fixture
def hours() -> OpeningHours:
    return opening_hours_of(Location.objects.get(), ShopSettings.objects.get())


def test_demo_has_the_size_of_a_small_shop(demo: dict[str, int]) -> None:
    refunds, walk_ins = Purchase.objects.refunds().count(), Purchase.objects.walk_ins().count()

    assert 380 <= Customer.objects.count() <= 430
    assert 4500 <= Purchase.objects.count() <= 6000
    assert 0.02 < refunds / Purchase.objects.count() < 0.04
    assert 0.2 < walk_ins / Purchase.objects.count() < 0.3
    assert Interaction.objects.exclude(kind__in=SALES_LINES).count() > 1000


def test_demo_takes_few_queries(demo: dict[str, int]) -> None:
    # Each mail is drawn by the function that draws real ones, which makes its link: one or two a mail, and
    # for a survey the link to its page. Each of the surveys asked by mail takes some twenty of its own.
    sent = Message.objects.filter(state=MessageState.SENT)
    mails, surveys = sent.count(), sent.filter(message_class=MessageClass.SURVEY).count()

    assert demo["queries"] < 477 + 2 * mails + surveys


def test_receipts_have_one_to_four_lines() -> None:
    counts = Purchase.objects.annotate(count=Count("lines")).values_list("count", flat=True)

    assert set(counts) == {1, 2, 3, 4}


def test_everything_demo_is_marked() -> None:
    assert ShopSettings.objects.get().is_demo
    for model in (User, Customer, Purchase):
        assert not model._default_manager.filter(is_demo=False).exists()


def test_staff_can_sign_in() -> None:
    for _role, email in SIGN_INS:
        assert User.objects.get(email=email).check_password(PASSWORD)
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)


def test_nothing_lies_in_the_future_or_more_than_two_years_back() -> None:
    now = timezone.now()
    for model in (Purchase, Interaction, Consent):
        days = model._default_manager.order_by("at").values_list("at", flat=True)
        assert days[0] > now - timedelta(days=735)
        assert list(days)[-1] <= now


def test_everything_happens_behind_open_doors(hours: OpeningHours) -> None:
    moments = {
        *Purchase.objects.values_list("at", flat=True),
        *Interaction.objects.values_list("at", flat=True),
    }

    assert [at for at in moments if not hours.is_open(at)] == []


def test_lines_add_up_to_the_total() -> None:
    line_total = F("lines__quantity") * F("lines__unit_price") - F("lines__discount")
    wrong = Purchase.objects.annotate(added=Sum(line_total)).exclude(total=F("added"))

    assert wrong.count() == 0


def test_refunds_point_at_an_earlier_sale_of_the_same_customer() -> None:
    refunds = Purchase.objects.refunds().select_related("refund_of")

    for refund in refunds:
        assert refund.refund_of is not None
        assert refund.at > refund.refund_of.at
        assert refund.customer_id == refund.refund_of.customer_id
        assert Decimal(0) > refund.total >= -refund.refund_of.total


def test_each_purchase_of_a_known_customer_has_its_own_line() -> None:
    purchases = Purchase.objects.exclude(customer=None).prefetch_related("lines").select_related("location")
    expected = {
        (p.customer_id, *timeline_entry(p, [_line(row) for row in p.lines.all()]).values().values())
        for p in purchases
    }
    names = ("kind", "at", "text", "direction", "channel", "mood", "outcome", "minutes", "location", "about")
    written = {
        (line.customer_id, *(getattr(line, name) for name in names))
        for line in Interaction.objects.filter(kind__in=SALES_LINES).select_related("location")
    }

    assert written == expected
    assert Interaction.objects.filter(kind__in=SALES_LINES).count() == len(expected)


def _line(row: PurchaseLine) -> Line:
    return Line(row.product_name, row.quantity, row.unit_price)


def test_figures_equal_a_recomputation() -> None:
    names = ("pk", "purchase_count", "spend", "first_purchase_at", "last_purchase_at", "last_seen_at")
    names += ("visit_days", "buying_days", "last_thanked_at", "expected_next_on", "overdue_on")
    before = list(Customer.objects.order_by("pk").values_list(*names))
    anna = Customer.objects.annotate(bought=Sum("purchases__total")).filter(bought__gt=0)

    refresh_figures(None)

    assert list(Customer.objects.order_by("pk").values_list(*names)) == before
    assert anna.exclude(spend=F("bought")).count() == 0


def test_texts_have_no_slot_left_open() -> None:
    lines = Interaction.objects.all()

    assert not lines.filter(Q(text__contains="{") | Q(outcome__contains="{")).exists()
    assert not lines.exclude(kind__in=WITHOUT_WORDS).filter(text="").exists()
    assert set(lines.values_list("kind", flat=True)) == {kind.key for kind in (*OWN_KINDS, *SAID_TO_THEM)}


def test_no_page_repeats_itself() -> None:
    by_rule = {
        MAIL_OUT.key,
        *(kind.key for kind in GIVEN),
    }  # a newsletter, a full card: the same words to many
    written = Interaction.objects.exclude(kind__in=[*WITHOUT_WORDS, *by_rule])
    repeated = written.values("customer", "text").annotate(count=Count("pk")).filter(count__gt=1)
    most = written.values("text").annotate(count=Count("pk")).order_by("-count").first()

    assert list(repeated) == []
    assert most is not None
    assert most["count"] <= 3


def test_nobody_writes_about_themselves() -> None:
    for user in User.objects.all():
        own = Interaction.objects.exclude(kind__in=SALES_LINES).filter(staff=user)
        assert not own.filter(Q(text__contains=user.name) | Q(outcome__contains=user.name)).exists()


def test_phones_and_mails_reach_nobody() -> None:
    numbers = Phone.objects.values_list("number", flat=True)

    assert all(number.startswith(("+441632960", "+447700900")) for number in numbers)
    assert all(clean_phone(number, "GB") == number for number in numbers)
    assert not Customer.objects.filter(emails__address__regex="@(?!example\\.(org|com|net)$)").exists()


def test_customers_are_as_mixed_as_in_life() -> None:
    phone_only = Customer.objects.filter(given_name="", family_name="", preferred_name="", company="")

    assert phone_only.filter(phones__isnull=False).count() >= 10
    assert Customer.objects.filter(do_not_disturb_since__isnull=False).count() == 2
    assert Customer.objects.filter(household__isnull=False).count() >= 60
    assert Customer.objects.filter(looked_after_by__isnull=False).count() >= 50
    assert Customer.objects.filter(custom__book_club=True).count() >= 10
    assert Interaction.objects.filter(pinned_at__isnull=False).count() >= 20
    assert Consent.objects.exclude(wording="").exclude(source="").count() == Consent.objects.count()


def test_somebody_has_a_birthday_on_each_of_the_coming_days() -> None:
    today = timezone.localdate()
    for ahead in range(7):
        day = today + timedelta(days=ahead)
        assert Customer.objects.filter(birth_day=day.day, birth_month=day.month).exists()


def test_tags_are_folded_and_people_sorted() -> None:
    assert all(tag.folded_name == fold(tag.name) for tag in Tag.objects.all())
    assert not Customer.objects.exclude(family_name="").filter(sort_key="").exists()


def test_every_stage_of_the_cycle_has_people() -> None:
    counted = dict(Customer.objects.order_by().values_list("stage").annotate(count=Count("pk")))

    assert set(counted) == set(Stage)
    assert min(counted.values()) >= 10
    assert Interaction.objects.filter(kind=RECOMMENDED.key).count() == len(text_lines("recommended"))
    assert not Customer.objects.filter(stage_since=None).exists()


def test_each_story_is_told() -> None:
    assert Customer.objects.filter(given_name="Margaret", family_name="Ashworth").exists()
    assert len(read_stories()) > 40


def test_opening_leaves_one_entry_with_its_counts(demo: dict[str, int]) -> None:
    entry = AuditEntry.objects.get(verb="shop.demo_opened")

    assert entry.counts["customers"] == demo["customers"] == Customer.objects.count()
    assert entry.counts["purchases"] == Purchase.objects.count()
