"""What is kept to answer who bought what equals what really happened, whatever happened."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

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
TIMES = [{}, {"at_least": ["2"]}, {"at_most": ["1"]}]
KINDS = [{}, {"category": ["Tea"]}, {"category": ["Tea", "Pots"]}]
ASKED = [{**kind, **times, **when} for kind in KINDS for times in TIMES for when in PERIODS]
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
        self.receipt = Receipt(NOW - timedelta(days=days), "GBP", lines)
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


def really(asked, customer):
    """Read off every receipt, one by one."""
    start, end = STRETCHES[asked.get("when", [""])[0]]
    count = 0
    for purchase in customer.purchases.all():
        day = timezone.localdate(purchase.at)
        named = {line.category for line in purchase.lines.all()}
        counts = not (purchase.voided_at or purchase.is_refund)
        fits = counts and (not asked.get("category") or named & set(asked["category"]))
        count += bool(fits and (start is None or day >= start) and (end is None or day < end))
    if not (asked.get("at_least") or asked.get("at_most")):
        return count >= 1
    low, high = int(asked.get("at_least", ["0"])[0]), int(asked.get("at_most", ["99"])[0])
    return low <= count <= high


def meaning_of(asked):
    return read_rule({"join": "all", "parts": [{"ask": "bought", "with": asked}]}).meaning


@pytest.fixture
def own_places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "files", tmp_path / "erasures.ledger"


@pytest.fixture
def meanings(shop):
    return [(asked, meaning_of(asked)) for asked in ASKED]


@settings(CALM, max_examples=5)
@given(history=HISTORY)
def test_who_bought_what_is_found_as_it_really_was(history, meanings, mark, own_places):
    def happens():
        story = Story(mark)
        for step in history:
            story.tell(*step)
        people = list(Customer.objects.prefetch_related("purchases__lines"))
        return [
            (asked, set(Customer.objects.filter(meaning)), {one for one in people if really(asked, one)})
            for asked, meaning in meanings
        ]

    for asked, those_found, those_who_did in in_a_fresh_book(happens):
        assert (asked, those_found) == (asked, those_who_did)
