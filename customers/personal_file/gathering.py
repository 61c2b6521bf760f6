"""Gathering what we hold on one person: a fixed number of questions, however much there is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Field, Model, QuerySet

from crm.shop.models import ShopSettings, StoredFile
from customers.columns import Home
from customers.forgetting.leaving import Leaving, rows_of
from customers.models import Customer
from customers.personal_file.sections import Told, all_told
from customers.personal_file.values import plain, spoken

ROWS_SHOWN = 25
SHORT = 3


@dataclass(frozen=True)
class Section:
    """One table as a customer reads it; `raw` holds the same rows for programs."""

    key: str
    title: str
    headings: list[str]
    rows: list[list[str]]
    raw: list[dict[str, Any]]

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def first_rows(self) -> list[list[tuple[str, str]]]:
        """What the page shows: the first rows, without what is empty in them."""
        shown = (zip(self.headings, row, strict=True) for row in self.rows[:ROWS_SHOWN])
        return [[(heading, said) for heading, said in row if said] for row in shown]

    @property
    def filled(self) -> tuple[list[str], list[list[str]]]:
        """Headings and rows for a page that is printed: without the columns in which no row says anything."""
        some = [number for number in range(len(self.headings)) if any(row[number] for row in self.rows)]
        headings = [self.headings[number] for number in some]
        return headings, [[row[number] for number in some] for row in self.rows]

    @property
    def is_short(self) -> bool:
        """So few that the page shows them unasked."""
        return self.count <= SHORT

    @property
    def has_more(self) -> bool:
        return self.count > ROWS_SHOWN


@dataclass(frozen=True)
class Kept:
    """A file of theirs: its name, and how to read it."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class PersonalFile:
    """Everything: what is written in tables, and the files."""

    sections: list[Section] = field(default_factory=list)
    files: list[Kept] = field(default_factory=list)


Beside = Callable[[Customer], Section]
_BESIDE: list[Beside] = []


def tells_beside(gather: Beside) -> Beside:
    """The socket for what is known of a customer by a number or an address only, with no key to follow."""
    if gather not in _BESIDE:
        _BESIDE.append(gather)
    return gather


def gather(customer: Customer) -> PersonalFile:
    """What we hold on this customer, the tables that say nothing about them left out."""
    whole, home, them = PersonalFile(), _home(), Leaving(customer)
    for told in all_told():
        rows = list(_rows_of(told, them))
        whole.sections.append(_section(told, rows, customer, home))
        whole.files.extend(kept for row in rows for kept in _files_of(row))
    whole.sections.extend(gather_beside(customer) for gather_beside in _BESIDE)
    whole.sections[:] = [section for section in whole.sections if section.rows]
    return whole


def _rows_of(told: Told, them: Leaving) -> QuerySet[Model]:
    """Whatever would go with them if they were forgotten: also what is theirs by an address alone."""
    if told.model is Customer:
        rows: QuerySet[Model] = Customer.objects.filter(pk=them.customer.pk)
    else:
        rows = rows_of(told.model, them).order_by("pk")
    joined = [column.name for column in told.columns() if column.is_relation]
    joined += [*told.joins, *(column.name for column in _file_columns(told.model))]
    return rows.select_related(*joined) if joined else rows


def _home() -> Home:
    shop = ShopSettings.current()
    return Home(shop.currency, shop.phone_country) if shop else Home("", "")


def _section(told: Told, rows: list[Model], customer: Customer, home: Home) -> Section:
    columns = told.columns()
    headings = [told.call(column) for column in columns]
    section = Section(told.key, str(told.title), headings, [], [])
    for row in rows:
        values = {column.name: _value(told, column, row, customer, home) for column in columns}
        section.raw.append({name: value for name, (value, _said) in values.items()})
        section.rows.append([said for _value, said in values.values()])
    return section


def _value(
    told: Told, column: "Field[Any, Any]", row: Model, customer: Customer, home: Home
) -> tuple[Any, str]:
    """The value as a program and as a person reads it."""
    if read := told.reads.get(column.name):
        said = str(read(row, customer))
        return said, said
    return plain(row, column), spoken(row, column, home)


def _file_columns(model: type[Model]) -> Iterator["Field[Any, Any]"]:
    return (column for column in model._meta.concrete_fields if column.related_model is StoredFile)


def _files_of(row: Model) -> Iterator[Kept]:
    for column in _file_columns(type(row)):
        if stored := getattr(row, column.name):
            yield Kept(stored.name, _reader(stored))
    for column in row._meta.concrete_fields:
        content = getattr(row, column.name) if column.get_internal_type() == "BinaryField" else None
        if content is not None:
            yield Kept(f"{row._meta.model_name}-{row.pk}.pdf", partial(bytes, content))


def _reader(stored: StoredFile) -> Callable[[], bytes]:
    path = Path(settings.MEDIA_ROOT) / stored.path
    return lambda: path.read_bytes() if path.is_file() else b""
