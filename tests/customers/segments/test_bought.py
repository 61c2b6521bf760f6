"""What is kept to answer who bought what equals what really happened, whatever happened."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.shop.models import Location
from customers.actions.customer import create_customer
from customers.actions.erasure import erase_now
from customers.actions.import_undo import start_import_undo, undo_import
from customers.actions.merge import CannotBeMerged, merge_customers
from customers.actions.merge_undo import CannotBeTakenApart, undo_merge
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.actions.purchase_correction import (
    PurchaseStaysAsItIs,
    correct_purchase,
    restore_purchase,
    void_purchase,
)
from customers.actions.purchase_return import MoreThanIsLeft, Return, take_back
from customers.models import Because, Customer, Merge, Purchase
from customers.segments import rolls
from customers.segments.asking import read_rule
from tests.customers.actions.import_files import as_csv, nothing, run
from tests.customers.actions.test_import_equals_by_hand import CALM, in_a_fresh_book

TODAY = timezone.localdate()
YEAR_BEGAN = TODAY.replace(month=1, day=1)
STRETCHES = {
    "": (None, None),
    "within": (TODAY - timedelta(days=365), None),
    "ago": (None, TODAY - timedelta(days=90)),
    "last_year": (YEAR_BEGAN.replace(year=YEAR_BEGAN.year - 1), YEAR_BEGAN),
}
NOW = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
YEAR = {"when": ["within"], "days": ["365"]}
PERIODS = [{}, YEAR, {"when": ["ago"], "days": ["90"]}, {"when": ["last_year"]}]
TIMES = [{}, {"at_least": ["2"]}, {"at_least": ["3"]}, {"at_most": ["1"]}]
MANY = ["Pots", "Tea", *(f"Nobody's {number}" for number in range(6))]
KINDS = [
    {},
    {"category": ["Tea"]},
    {"category": ["Tea", "Pots"]},
    {"category": MANY},
    {"product": ["ea"]},
    {"product": ["zeppelin"]},
    {"product": ["t"]},
    {"product": ["ea"], "category": ["Tea", "Pots"]},
    {"channel": ["web"]},
    {"channel": ["web"], "category": ["Tea"]},
    {"channel": ["web", "phone"], "product": ["ea"]},
    {"place": ["7"]},
    {"place": ["7"], "channel": ["in_person", "web"], "category": ["Tea", "Pots"]},
    {"place": ["7"], "product": ["ea"]},
]
SUMS = [
    {"at_least": ["0"]},
    {"at_least": ["10"]},
    {"at_most": ["5"]},
    {"at_least": ["5"], "at_most": ["20"]},
]
ASKED = [
    *(("bought", {**kind, **times, **when}) for kind in KINDS for times in TIMES for when in PERIODS),
    *(("spent", {**sums, **when}) for sums in SUMS for when in PERIODS),
]
NAMES = ["a", "b", "c"]
STEPS = [
    "buy",
    "buy",
    "buy",
    "erase",
    "refund",
    "void",
    "restore",
    "correct",
    "merge",
    "apart",
    "file",
    "undo",
]
HISTORY = st.lists(
    st.tuples(
        st.sampled_from(STEPS),
        st.integers(0, 2),
        st.sampled_from([1, 80, 100, 340, 700]),
        st.lists(st.sampled_from(["Tea", "Pots", ""]), min_size=1, max_size=2),
    ),
    min_size=2,
    max_size=12,
)


class Story:
    """A shop in which this and that happens; what cannot happen just now does not."""

    def __init__(self, by):
        self.by, self.done, self.merged = by, None, None
        people = [{"given_name": name, "emails": [f"{name}@example.org"]} for name in NAMES]
        self.people = [create_customer(each, by=by).pk for each in people]

    def tell(self, step, who, days, categories):
        self.customer = Customer.objects.filter(pk=self.people[who]).first()
        lines = [Line(name or "thing", Decimal(1), Decimal(5), category=name) for name in categories]
        way = "web" if days in {1, 100} else "in_person"
        place = Location.objects.get() if days in {80, 100, 700} else None
        self.receipt = Receipt(NOW - timedelta(days=days), "GBP", lines, channel=way, location=place)
        of_theirs = Purchase.objects.filter(source="manual", customer=self.customer, refund_of=None)
        self.purchase = of_theirs.order_by("-pk").first() if self.customer else None
        with suppress(PurchaseStaysAsItIs, MoreThanIsLeft, CannotBeMerged, CannotBeTakenApart):
            getattr(self, step)()

    def buy(self):
        if self.customer:
            record_purchase(self.receipt, customer=self.customer, by=self.by)

    def refund(self):
        if self.purchase:
            take_back(self.purchase, Return({1: Decimal(1)}, at=NOW), by=self.by)

    def void(self):
        if self.purchase:
            void_purchase(self.purchase, by=self.by)

    def restore(self):
        if self.purchase:
            restore_purchase(self.purchase, by=self.by)

    def correct(self):
        if self.purchase:
            correct_purchase(self.purchase, self.receipt, version=self.purchase.version, by=self.by)

    def merge(self):
        other = Customer.objects.exclude(pk=self.customer.pk).first() if self.customer else None
        if other and not self.merged:
            self.merged = merge_customers(self.customer, other, choices={}, by=self.by)

    def apart(self):
        if self.merged and Merge.objects.filter(pk=self.merged.pk):
            undo_merge(self.merged, by=self.by)

    def file(self):
        order = {"Order number": "1", "Date": "1.7.2026", "Price": "2.50", "Item": "Pot", "Category": "Pots"}
        rows = [order | {"Email": f"{name}@example.org", "Order number": name} for name in NAMES]
        self.done = self.done or run(as_csv(rows), self.by)

    def undo(self):
        if self.done:
            undo_import(start_import_undo(self.done, by=self.by), progress=nothing)

    def erase(self):
        if self.customer:
            erase_now(self.customer, because=Because.ASKED, by=self.by)


def really(kind, asked, customer):
    """Read off every receipt, one by one."""
    start, end = STRETCHES[asked.get("when", [""])[0]]
    purchases = [each for each in customer.purchases.all() if not each.voided_at]
    days = {each: timezone.localdate(each.at) for each in purchases}
    those = [
        each for each in purchases if (not start or days[each] >= start) and (not end or days[each] < end)
    ]
    if kind == "spent":
        return is_within(asked, sum(each.total for each in those))
    count = sum(not each.is_refund and fits(asked, each) for each in those)
    return is_within(asked, count) if asked.keys() & {"at_least", "at_most"} else count >= 1


def fits(asked, purchase):
    categories, product = asked.get("category"), asked.get("product", [""])[0]
    way, place = purchase.channel, str(purchase.location_id)
    if way not in asked.get("channel", [way]) or place not in asked.get("place", [place]):
        return False
    return any(
        (not categories or line.category in categories) and product.lower() in line.product_name.lower()
        for line in purchase.lines.all()
    )


def is_within(asked, figure):
    return int(asked.get("at_least", ["-999"])[0]) <= figure <= int(asked.get("at_most", ["999"])[0])


def meaning_of(kind, asked):
    return read_rule({"join": "all", "parts": [{"ask": kind, "with": asked}]}).meaning


@pytest.fixture
def own_places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "files", tmp_path / "erasures.ledger"


@pytest.fixture
def meanings(shop, monkeypatch):
    """Also of many times, which are counted."""
    Location.objects.create(pk=7, name="Market")
    usual = [(kind, asked, meaning_of(kind, asked)) for kind, asked in ASKED]
    monkeypatch.setattr(rolls, "MANY", 1)
    often = [(kind, asked) for kind, asked in ASKED if asked.keys() & {"at_least", "at_most"}]
    return usual + [(kind, asked, meaning_of(kind, asked)) for kind, asked in often if kind == "bought"]


@settings(CALM, max_examples=5)
@given(history=HISTORY)
def test_who_bought_what_is_found_as_it_really_was(history, meanings, mark, own_places):
    def happens():
        story = Story(mark)
        for step in history:
            story.tell(*step)
        people = list(Customer.objects.prefetch_related("purchases__lines"))
        return [
            (
                kind,
                asked,
                set(Customer.objects.filter(meaning)),
                {one for one in people if really(kind, asked, one)},
            )
            for kind, asked, meaning in meanings
        ]

    for kind, asked, those_found, those_who_did in in_a_fresh_book(happens):
        assert (kind, asked, those_found) == (kind, asked, those_who_did)


def test_a_rule_looks_at_what_is_kept_once_however_deep_it_is(shop):
    twice = {"ask": "bought", "with": {"category": ["Tea", "Pots"], "at_least": ["2"], **YEAR}}
    spent = {"ask": "spent", "with": {"at_least": ["5"], **YEAR}}
    never = {"ask": "bought", "not": True, "with": {"at_least": ["3"], **YEAR}}
    deep = {"join": "any", "parts": [twice, {"join": "none", "parts": [spent, never]}, spent]}

    plan = Customer.objects.filter(read_rule({"join": "all", "parts": [deep, never]}).meaning).explain()

    assert plan.count(" on customers_tillroll") == 1


@pytest.mark.parametrize("word", ["50% [new]", "% [", "]*", "^", "\\s", "(?:", "_off", "?"])
def test_signs_of_patterns_in_names_of_products_are_letters_like_others(shop, anna, bert, word):
    for customer, name in ((anna, r"50% [new]* ^\s(?:_off?"), (bert, "50 new soff")):
        lines = [Line(name, Decimal(1), Decimal(5))]
        record_purchase(Receipt(NOW, "GBP", lines), customer=customer, by=None)

    assert list(Customer.objects.filter(meaning_of("bought", {"product": [word]}))) == [anna]
