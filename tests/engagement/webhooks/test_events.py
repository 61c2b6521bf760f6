"""What there is to tell: the page says it, the trail knows it, and what happens is found."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.shop.actions.audit import label
from crm.shop.verbs import is_in_words
from customers.actions.consent import Answer, record_consent
from customers.actions.interaction import Entry, log_interaction
from customers.actions.merge import merge_customers
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.actions.referral import record_referral
from customers.models import Customer, Segment, SegmentStay
from customers.tasks import LOOKED_AT_EVERY
from engagement.actions.webhook_news import note_what_happened
from engagement.models import WebhookDelivery
from engagement.webhooks.events import Event, all_events, tells
from tests.engagement.webhooks.receiver import DOCS

ROW = re.compile(r"^\| `([a-z_]+\.[a-z_]+)` \| (.*?) \|", re.MULTILINE)


def test_the_page_lists_what_there_is_to_tell():
    assert ROW.findall(DOCS.read_text()) == [(event.name, str(event.label)) for event in all_events()]


def test_the_page_says_how_often_lists_are_looked_at():
    minutes = LOOKED_AT_EVERY // timedelta(minutes=1)

    assert f"looked at every {minutes} minutes" in DOCS.read_text()


def test_every_event_is_found_by_something_and_read_somewhere():
    for event in all_events():
        assert (len(event.verbs) > 0) != (event.look is not None), event.name
        assert all(is_in_words(verb) for verb in event.verbs), event.name
        assert not event.door or reverse(event.door, args=[1]), event.name


def test_a_name_stands_for_one_thing():
    with pytest.raises(ValueError, match="taken"):
        tells(Event("customer.created", "Again"))


def noted() -> list[tuple[str, str, dict[str, int]]]:
    """What is written down to be told, in the order in which it happened."""
    note_what_happened(timezone.now())
    rows = WebhookDelivery.objects.order_by("happened_at", "event")
    return list(rows.values_list("event", "about", "more"))


def bought(anna: Customer, *, is_refund: bool = False) -> str:
    line = Line("Tea", quantity=Decimal(1), unit_price=Decimal(5))
    receipt = Receipt(at=timezone.now(), currency="GBP", lines=[line], is_refund=is_refund)
    return label(record_purchase(receipt, customer=anna, by=None))


@pytest.mark.django_db
def test_what_happens_with_customers_is_told_by_number(anna, bert, mira, webhook):
    record_consent(anna, Answer("email", "news", is_given=True, source="till"), by=mira)
    line = log_interaction(anna, Entry("call", timezone.now(), "Asked for tea"), by=mira)
    sale, refund = bought(anna), bought(anna, is_refund=True)
    referral = record_referral(bert, advocate=anna, way="counter", by=mira)

    assert noted() == [
        ("consent.changed", label(anna), {}),
        ("interaction.logged", label(line), {}),
        ("purchase.recorded", sale, {}),
        ("purchase.refunded", refund, {}),
        ("customer.changed", label(bert), {}),
        ("referral.recorded", label(referral), {"friend": bert.pk, "advocate": anna.pk}),
    ]


@pytest.mark.django_db
def test_a_merge_tells_which_number_is_no_more(anna, bert, mira, webhook):
    gone = bert.pk

    merge_customers(anna, bert, choices={}, by=mira)

    assert ("customer.merged", label(anna), {"gone": gone}) in noted()


@pytest.mark.django_db
def test_who_comes_into_a_shared_list_and_leaves_it_is_told(anna, bert, webhook):
    now = timezone.now()
    shared = Segment.objects.create(name="Regulars", is_shared=True)
    own = Segment.objects.create(name="Mine")
    SegmentStay.objects.create(segment=shared, customer=anna, entered_at=now, left_at=now + timedelta(1))
    SegmentStay.objects.create(segment=shared, customer=bert)
    SegmentStay.objects.create(segment=own, customer=bert, entered_at=now)

    assert noted() == [
        ("segment.entered", label(anna), {"segment": shared.pk}),
        ("segment.left", label(anna), {"segment": shared.pk}),
    ]
    assert noted() == noted()
