"""What a mail is about, in words, when it is written."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from crm.shop.models import ShopSettings
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.advocates import find_advocate
from engagement.actions.announcement import Plan, make_announcement
from engagement.actions.loyalty import adjust_card
from engagement.field_values import fields_of
from engagement.models import (
    EmailTemplateVersion,
    Enquiry,
    Enrolment,
    LinkPurpose,
    Message,
    PublicLink,
    SpecialOrder,
    Voucher,
)
from engagement.public_links import find_link
from tests.engagement.loyalty import run_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def bought(anna):
    lines = [
        Line(product_name="Bag", quantity=Decimal(1), unit_price=Decimal("0.2")),
        Line(product_name="Teapot", quantity=Decimal(1), unit_price=Decimal(40)),
    ]
    at = timezone.now() - timedelta(days=14)
    return record_purchase(Receipt(at=at, lines=lines, currency="GBP"), customer=anna, by=None)


@pytest.fixture
def told(shop, anna, words):
    """told("{{ product }}", about=…): the fields of a mail with these words."""

    def fields(body: str, about: str) -> dict[str, str]:
        template = words("about")
        version = EmailTemplateVersion.objects.create(template=template, number=2, subject="Hello", body=body)
        message = Message.objects.create(
            dedupe_key="about",
            message_class="marketing",
            purpose="test",
            customer=anna,
            about=about,
            template_version=version,
            not_before=timezone.now(),
            message_id="<about@x>",
        )
        return fields_of(message, anna, shop, {})

    return fields


def test_a_purchase_says_what_was_bought_and_when(told, anna, buy):
    purchase = buy(anna, days_ago=3)

    fields = told("{{ product }} {{ days }} {{ bought_on }}", f"customers.purchase:{purchase.pk}")

    assert (fields["product"], fields["days"]) == ("Tea", "3")
    assert fields["bought_on"].endswith(timezone.localtime(purchase.at).strftime("%B"))


def test_the_first_purchase_is_found_by_its_enrolment(told, anna, buy, automation_on):
    purchase = buy(anna, days_ago=1)
    entry = Enrolment.objects.create(
        automation=automation_on("welcome"),
        customer=anna,
        cause="first_purchase",
        caused_at=purchase.at,
        next_at=purchase.at,
    )

    assert told("{{ products }}", f"engagement.enrolment:{entry.pk}")["products"] == "Tea"


def test_of_several_things_the_dearest_stands_for_all(told, bought):
    fields = told("{{ product }} [[products]] {{ products }}", f"customers.purchase:{bought.pk}")

    assert (fields["product"], fields["products"]) == ("Teapot", "Bag\nTeapot")


def test_any_other_mail_names_what_they_bought_last(told, bought):
    assert told("{{ product }}", "")["product"] == "Teapot"


def test_a_mail_about_an_order_names_it(told, anna, bought):
    order = SpecialOrder.objects.create(customer=anna, product="Green cup", asked_at=timezone.now())

    assert told("{{ product }}", f"engagement.specialorder:{order.pk}")["product"] == "Green cup"


def test_a_mail_about_a_question_repeats_it(told, anna):
    now = timezone.now()
    asked = {"channel": "web", "question": "Green?\nOr blue?", "answer": "Both."}
    enquiry = Enquiry.objects.create(
        customer=anna, received_at=now, waiting_since=now, answer_by=now, **asked
    )

    fields = told("{{ question }} {{ answer }}", f"engagement.enquiry:{enquiry.pk}")

    assert (fields["question"], fields["answer"]) == ("Green?\nOr blue?", "Both.")


@pytest.mark.parametrize("changed", [{"customer": None}, {"expires_on": date(2020, 1, 1)}])
def test_a_voucher_that_is_theirs_no_more_is_not_shown(told, anna, changed):
    values = {"customer": anna, "amount": 5, "currency": "GBP", "reason": "birthday"} | changed
    voucher = Voucher.objects.create(code="TEA4K7PM", issued_at=timezone.now(), **values)

    assert told("[[voucher]]", f"engagement.voucher:{voucher.pk}")["voucher_code"] == ""


def test_the_purchase_of_somebody_else_stays_theirs(told, bert, buy):
    purchase = buy(bert, days_ago=1)

    assert told("{{ product }}", f"customers.purchase:{purchase.pk}")["product"] == ""


def test_a_voucher_says_its_code_its_worth_and_its_last_day(told, anna):
    voucher = Voucher.objects.create(
        code="TEA4K7PM",
        customer=anna,
        amount=5,
        currency="GBP",
        reason="birthday",
        issued_at=timezone.now(),
        expires_on=date(2027, 6, 30),
    )

    fields = told(
        "{{ voucher_code }} {{ voucher_value }} {{ expires_on }}", f"engagement.voucher:{voucher.pk}"
    )

    assert (fields["voucher_code"], fields["voucher_value"]) == ("TEA4-K7PM", "£5.00")
    assert fields["expires_on"] == "Wednesday 30 June"


def test_what_is_on_their_card_and_their_own_links_stand_in_the_mail(told, anna):
    run_program(kind="points", full_at=1)
    body = "{{ points }} {{ card_link }} {{ friend_link }} {{ points_ending }}"
    without_card = told(body, "")
    adjust_card(anna, amount=1_200, because="x", by=None)
    message = Message.objects.get(dedupe_key="about")

    fields = fields_of(message, anna, ShopSettings.current(), {})

    assert (without_card["points"], without_card["card_link"]) == ("", "")
    assert (fields["points"], fields["points_ending"]) == ("1,200", "")
    link = find_link(fields["card_link"].rstrip("/").rpartition("/")[2], LinkPurpose.CARD)
    assert link is not None
    assert link.customer == anna
    assert find_advocate(fields["friend_link"]).customer == anna
    again = fields_of(message, anna, ShopSettings.current(), {})
    assert (again["card_link"], again["friend_link"]) == (fields["card_link"], fields["friend_link"])


def test_an_event_says_when_and_where_and_gives_a_link_of_their_own(told, anna, words, olga):
    starts_at = datetime(2027, 6, 12, 18, 30, tzinfo=ZoneInfo("Europe/London"))
    plan = Plan("event", "Tea tasting", words("event_invitation"), "news", "", 0, starts_at, "in the shop")
    announcement = make_announcement(plan, by=olga)

    fields = told(
        "{{ event }} {{ event_on }} {{ attend_link }}", f"engagement.announcement:{announcement.pk}"
    )

    assert (fields["event"], fields["event_place"]) == ("Tea tasting", "")
    token = fields["attend_link"].rstrip("/").rpartition("/")[2]
    link = find_link(token, LinkPurpose.ATTENDANCE)
    assert link is not None
    assert (link.customer, link.about) == (anna, f"engagement.announcement:{announcement.pk}")
    message = Message.objects.get(dedupe_key="about")
    assert fields_of(message, anna, ShopSettings.current(), {})["attend_link"] == fields["attend_link"]


def test_what_the_words_do_not_use_is_not_looked_up(told, anna, words, olga):
    plan = Plan("event", "Tea tasting", words("event_invitation"), "news", "", 0, timezone.now())
    announcement = make_announcement(plan, by=olga)

    told("Nothing", f"engagement.announcement:{announcement.pk}")

    assert PublicLink.objects.count() == 0
