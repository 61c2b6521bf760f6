"""Whom each choice within a condition finds, and that everybody else is found by its opposite."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine

from crm.shop.models import Location
from customers.actions.figures import refresh_figures
from customers.models import (
    Customer,
    Household,
    Interaction,
    Purchase,
    PurchaseLine,
    QuickFact,
    Referral,
    StageChange,
)
from customers.segments.asking import read_rule
from customers.segments.rule import RuleRefused
from tests.customers.segments.test_rule import ask, group, names

TODAY = datetime(2026, 11, 15, 12, tzinfo=UTC)


def buy(customer, at, total, *, code, **more):
    says = {"at": at, "total": Decimal(total), "currency": "GBP", "source": "till", **more}
    purchase = Purchase.objects.create(customer=customer, **says)
    line = {"product_name": "Tea", "category": "Tea", "quantity": 1, "unit_price": Decimal(total)}
    PurchaseLine.objects.create(purchase=purchase, position=1, product_code=code, **line)


@pytest.fixture
def market(shop):
    return Location.objects.create(name="Market")


@pytest.fixture
def people(market):
    """Eve, of whom much is said; Fay, who lives with her; and Gus, whom everybody has left."""
    home = Household.objects.create(name="Canal 1")
    address = {"city": "Delft", "postcode": "2611 AB", "household": home}
    eve = Customer.objects.create(given_name="Eve", language="nl", preferred_channel="email", **address)
    fay = Customer.objects.create(given_name="Fay", household=home)
    Customer.objects.create(given_name="Gus", household=Household.objects.create(name="Canal 2"))
    QuickFact.objects.create(customer=eve, kind="likes", text="Green tea")
    buy(eve, datetime(2026, 11, 2, 9, tzinfo=UTC), 20, code="T1", location=market, channel="in_person")
    buy(eve, datetime(2026, 10, 3, 9, tzinfo=UTC), 30, code="T2", channel="web")
    buy(fay, datetime(2025, 5, 5, 9, tzinfo=UTC), 90, code="T2", channel="web")
    Referral.objects.create(advocate=eve, friend=fay, way="link", at=TODAY)
    for who, times in ((eve, 2), (fay, 1)):
        for _time in range(times):
            Interaction.objects.create(customer=who, kind="visit", at=TODAY)
    refresh_figures(None)
    for stage, before in (("lapsed", "retention"), ("retention", "lapsed")):
        says = {"from_stage": before, "to_stage": stage, "effective_on": TODAY.date(), "reason": "silence"}
        StageChange.objects.create(customer=eve if stage == "lapsed" else fay, **says)


CASES = [
    (ask("lives", postcode="26"), "Eve"),
    (ask("lives", city="delft", postcode="2611"), "Eve"),
    (ask("lives", city="delft", postcode="99"), ""),
    (ask("household", shared="yes"), "Eve Fay"),
    (ask("household", shared="no"), "Gus"),
    (ask("facts", fact="likes"), "Eve"),
    (ask("facts", fact="size"), ""),
    (ask("facts", words="TEA"), "Eve"),
    (ask("language", language="NL"), "Eve"),
    (ask("prefers", ways=["email", "phone"]), "Eve"),
    (ask("bought", channel="web"), "Eve Fay"),
    (ask("bought", product="T1"), "Eve"),
    (ask("bought", product="T1", channel="web"), ""),
    (ask("bought", category="Tea", channel="in_person"), "Eve"),
    (ask("bought", when="this_month"), "Eve"),
    (ask("bought", when="last_month", channel="web"), "Eve"),
    (ask("bought", when="last_month", channel="in_person"), ""),
    (ask("bought", when="this_year"), "Eve"),
    (ask("bought", when="last_year"), "Fay"),
    (ask("bought", when="since", on="2026-11-02"), "Eve"),
    (ask("bought", when="ago", days=90), "Fay"),
    (ask("spent", at_least=40, when="this_year"), "Eve"),
    (ask("receipt", at_most=30), "Eve"),
    (ask("receipt", at_least=26, at_most=90), "Fay"),
    (ask("moved", from_stage="retention"), "Eve"),
    (ask("moved", from_stage="lapsed", to_stage="retention"), "Fay"),
    (ask("referred", way="was_sent"), "Fay"),
    (ask("contact"), "Eve Fay"),
    (ask("contact", at_least=2), "Eve"),
    (ask("birthday", days=0), ""),
]


@pytest.mark.parametrize(("condition", "found"), CASES, ids=lambda case: str(case)[:70])
def test_each_choice_finds_whom_it_says_and_its_opposite_everybody_else(people, condition, found):
    with time_machine.travel(TODAY, tick=False):
        others = {"Eve", "Fay", "Gus"} - set(found.split())

        assert (names(condition), names(condition, join="none")) == (found, " ".join(sorted(others)))
        kept = read_rule(group("all", condition))
        assert read_rule(kept.kept).said == kept.said


def test_where_somebody_bought_is_one_of_the_places_of_this_shop(people, market):
    assert names(ask("bought", place=str(market.pk))) == "Eve"
    assert "Market" in read_rule(group("all", ask("bought", place=str(market.pk)))).said
    with pytest.raises(RuleRefused):
        read_rule(group("all", ask("bought", place=str(market.pk + 1))))


@pytest.mark.parametrize(
    "condition",
    [
        ask("lives"),
        ask("household"),
        ask("facts"),
        ask("language"),
        ask("prefers"),
        ask("moved"),
        ask("receipt"),
        ask("bought", when="within"),
        ask("bought", when="since"),
        ask("bought", days="3"),
        ask("spent", at_least="-1"),
        ask("lives", city=["Delft", "Leeds"]),
        ask("household", shared=["yes", "no"]),
        ask("referred", way=["sent", "was_sent"]),
        ask("consent", channel=["email", "text"], topic="news", answer="yes"),
        ask("asked", answered=["yes", "no"]),
        ask("complained", state=["open", "closed"]),
        ask("voucher", what=["open", "issued"]),
        ask("promised", what=["open", "late"]),
    ],
    ids=str,
)
def test_a_condition_that_says_too_little_or_too_much_is_refused(shop, condition):
    with pytest.raises(RuleRefused):
        read_rule(group("all", condition))
