"""A list of customers as its address describes it: who is in it, in what order, with which columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.web.paging import Page, keyset_page
from customers.columns import ALWAYS, COLUMNS, NAME, USUAL, Column, Home, name_of, own_columns
from customers.filtering.condition import Words
from customers.filtering.own_fields import PREFIX
from customers.filters import CustomerFilter
from customers.models import Customer
from customers.models.customer import CustomerQuerySet
from customers.models.segment import SegmentQuerySet

SORTS: dict[str, tuple[str, ...]] = {
    "name": ("sort_key", "pk"),
    "seen": ("last_seen_at", "pk"),
    "bought": ("last_purchase_at", "pk"),
    "spend": ("spend", "pk"),
    "stage": ("stage", "sort_key", "pk"),
    "added": ("created_at", "pk"),
}
USUAL_SORT = "name"
SORT_WORDS: dict[str, Words] = {
    "name": gettext_lazy("Name, A to Z"),
    "-seen": gettext_lazy("Seen lately first"),
    "seen": gettext_lazy("Seen longest ago first"),
    "-bought": gettext_lazy("Bought lately first"),
    "bought": gettext_lazy("Bought longest ago first"),
    "-spend": gettext_lazy("Highest spend first"),
    "stage": gettext_lazy("By stage"),
    "-added": gettext_lazy("Newest first"),
}
MOST_COLUMNS = 12
# Where in the list somebody is: the saved list it was opened as, and the row their page begins after.
PLACE = ("segment", "after")
LONGEST_PLACE = 600


@dataclass(frozen=True)
class Row:
    """One customer in the list."""

    pk: int
    name: str
    address: str
    cells: SafeString  # drawn here: six times fifty cells cost a template more than the query


class Listing:
    """Reads the address of a list. `errors` name what it did not understand; that asks nothing."""

    def __init__(self, query: QueryDict | str, *, lists: SegmentQuerySet | None = None) -> None:
        query = QueryDict(query) if isinstance(query, str) else query
        self.filter = CustomerFilter(query, lists=lists)
        self.errors = list(self.filter.errors)
        self.sort = self._sort_of(query.get("sort", "").strip())
        self._place = {name: query.get(name, "").strip()[:LONGEST_PLACE] for name in PLACE}
        asked = list(self._columns_of(",".join(query.getlist("columns"))))
        self.columns = asked or [COLUMNS[key] for key in USUAL]

    def _sort_of(self, asked: str) -> str:
        if asked and asked.removeprefix("-") not in SORTS:
            self.errors.append(_("There is no order “%s”.") % asked[:40])
            return USUAL_SORT
        return asked or USUAL_SORT

    def _columns_of(self, asked: str) -> Iterator[Column]:
        keys = list(dict.fromkeys(key for key in asked.split(",") if key.strip()))[:MOST_COLUMNS]
        for key in keys:
            column = (self._own_columns if key.startswith(PREFIX) else COLUMNS).get(key)
            if column:
                yield column
            else:
                self.errors.append(_("There is no column “%s”.") % key[:40])

    @cached_property
    def _own_columns(self) -> dict[str, Column]:
        return own_columns()

    @property
    def order(self) -> tuple[str, ...]:
        """The order as a query takes it; downwards, every column goes down, as the indexes do."""
        columns = SORTS[self.sort.removeprefix("-")]
        return tuple(f"-{column}" for column in columns) if self.sort.startswith("-") else columns

    @property
    def query(self) -> str:
        """The list as an address writes it; what is usual goes unsaid."""
        return self._address(self.filter.query, self.sort)

    def changed_since(self, kept: "Listing") -> list[Words]:
        """What this list asks otherwise than the kept one, in words."""
        parts: list[tuple[Words, bool]] = [
            (gettext_lazy("the conditions"), self.filter.query != kept.filter.query),
            (gettext_lazy("the order"), self.sort != kept.sort),
            (gettext_lazy("the columns"), self._keys != kept._keys),
        ]
        return [words for words, is_changed in parts if is_changed]

    @property
    def place_query(self) -> str:
        """The list with where in it somebody is: what a customer's page needs to lead back."""
        place = {name: value for name, value in self._place.items() if value}
        return "&".join(filter(None, (self.query, urlencode(place))))

    def _address(self, filter_query: str, sort: str) -> str:
        beside = {"sort": sort} if sort != USUAL_SORT else {}
        if self._keys not in {USUAL, ()}:
            beside["columns"] = ",".join(self._keys)
        return "&".join(filter(None, (filter_query, urlencode(beside, safe=","))))

    @property
    def _keys(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns)

    def chips(self) -> Iterator[tuple[str, str]]:
        """Each condition in words, with the address of the list without it."""
        for condition, query in self.filter.without_each():
            yield condition.words, self._address(query, self.sort)

    @property
    def all_query(self) -> str:
        """The same columns in the same order, without any filter."""
        return self._address("", self.sort)

    def sorts(self) -> Iterator[tuple[str, Words, bool]]:
        """(address, words, is it this one) of each order in the menu."""
        for key, words in SORT_WORDS.items():
            yield self._address(self.filter.query, key), words, key == self.sort

    def headings(self) -> Iterator[tuple[Words, str, str, str]]:
        """(label, look, address that sorts by it, how it is sorted now) of each column after the name."""
        for column in self.columns:
            yield column.label, column.look, *self._sorting(column.sort, down_first=True)

    @property
    def name_heading(self) -> tuple[str, str]:
        """(address that sorts by the name, how it is sorted now)."""
        return self._sorting("name", down_first=False)

    def _sorting(self, key: str, *, down_first: bool) -> tuple[str, str]:
        if not key:
            return "", ""
        first, second = (f"-{key}", key) if down_first else (key, f"-{key}")
        states = {key: "ascending", f"-{key}": "descending"}
        wanted = second if self.sort == first else first
        return self._address(self.filter.query, wanted), states.get(self.sort, "none")

    def matching(self, customers: CustomerQuerySet) -> CustomerQuerySet:
        """Those of these customers who are in the list."""
        return self.filter.apply(customers)

    def page(self, customers: CustomerQuerySet, *, after: str | None) -> Page[Customer]:
        """Some rows with only what the columns show."""
        fields, extra = [*NAME, *(name.removeprefix("-") for name in self.order)], dict(ALWAYS)
        for column in self.columns:
            fields += column.fields
            extra |= column.extra
        shown: QuerySet[Customer] = self.matching(customers).only(*fields).annotate(**extra)
        return keyset_page(shown, order=self.order, after=after)

    def rows(self, customers: list[Customer], *, home: Home) -> list[Row]:
        """Customers as rows; each leads to its page, which knows the list it was opened from."""
        before, after = reverse("customers:customer_detail", args=[0]).split("0")
        after = f"{after}?{urlencode({'in': self.place_query})}"
        pattern = "".join(map(_cell, self.columns))
        return [
            Row(
                customer.pk,
                name_of(customer),
                f"{before}{customer.pk}{after}",
                format_html(pattern, *(column.show(customer, home) for column in self.columns)),
            )
            for customer in customers
        ]


def _cell(column: Column) -> str:
    """A pattern for the cells of a column; its words may hold braces of their own."""
    cell = format_html('<td class="{}" data-label="{}">', column.look, column.label)
    return cell.replace("{", "{{").replace("}", "}}") + "{}</td>"
