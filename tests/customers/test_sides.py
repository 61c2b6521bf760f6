"""The side of a customer's page: one query, and a panel from every floor that has something to say."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from customers.actions.contact import add_quick_fact, remove_quick_fact
from customers.actions.customer import create_customer
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Consent, Customer, CustomField, QuickFact
from customers.sides import consent_answers, customer_side, forgotten_facts, with_side

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def known(mira) -> Customer:
    CustomField.objects.create(key="boots", label="Boot size", kind="text")
    customer = create_customer(
        {
            "phones": ["+441632960009", "+441632960008"],
            "emails": ["cleo@example.org"],
            "tags": ["Walker", "Book club"],
            "custom": {"boots": "38"},
        },
        by=mira,
    )
    for text in ("tea", "cake"):
        add_quick_fact(customer, kind="likes", text=text, by=mira)
    remove_quick_fact(QuickFact.objects.get(text="cake"), by=mira)
    for answer in (True, False):
        Consent.objects.create(customer=customer, channel="email", topic="news", is_given=answer, at=NOW)
    return customer


def test_the_side_says_in_one_query_what_nine_would(known, mira, django_assert_num_queries):
    with django_assert_num_queries(1):
        customer = with_side(Customer.objects.all()).get(pk=known.pk)
        side = customer_side(customer, mira)

    assert side.tags == ["Book club", "Walker"]
    assert [phone.number for phone in side.phones] == [phone.number for phone in known.phones.all()]
    assert [email.address for email in side.emails] == ["cleo@example.org"]
    assert [(fact.pk, fact.text) for fact in side.facts] == [(known.quick_facts.get().pk, "tea")]
    assert [fact.text for fact in side.forgotten] == [
        fact.text for fact in forgotten_facts(known, list(known.quick_facts.all()))
    ]
    assert [fact.text for fact in side.forgotten] == ["cake"]
    assert side.own_fields == [("Boot size", "38")]
    assert str(customer) == "+441632960009"


def test_the_side_shows_the_newest_answers(known, mira):
    side = customer_side(with_side(Customer.objects.all()).get(pk=known.pk), mira)

    stands, log = side.consents, consent_answers(known)
    given = next(each.answer for each in side.consents if each.answer)
    assert [each.answer and each.answer.is_given for each in stands] == [
        each.answer and each.answer.is_given for each in log
    ]
    assert (given.is_given, given.at) == (False, NOW)


def buy(customer: Customer, *days_ago: int) -> None:
    for days in days_ago:
        lines = [Line(product_name="Candle", quantity=Decimal(1), unit_price=Decimal(10))]
        at = NOW - timedelta(days=days)
        record_purchase(Receipt(at=at, lines=lines, currency="GBP"), customer=customer, by=None)


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [
        ((), ""),
        ((5,), ""),
        ((5, 5), ""),
        ((5, 15), "comes about every 43 days"),
        (range(90, 290, 10), "last bought 3 months ago"),
        (range(5841, 5900, 10), "last bought 16 years ago"),
        ((0, 400), "last bought today"),
        ((5, 2005), "comes about every 23 months"),
        (range(90, 290, 10), "longer than usual"),
        (range(5, 205, 10), "expected around 3 Dec"),
    ],
)
def test_the_roof_adds_the_rhythm(client, mira, anna, days_ago, words):
    buy(anna, *days_ago)

    with time_machine.travel(NOW, tick=False):
        client.force_login(mira)
        shown = client.get(f"/customers/{anna.pk}/").content.decode()

    assert ("Their rhythm" in shown) == bool(words)
    assert words in shown
