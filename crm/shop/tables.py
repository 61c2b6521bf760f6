"""Lists as tables: what each page that shows a list says about a row when it becomes a file.

A socket that each floor fills from `ready()`. Who may see which rows is not said here: the page itself
is asked, with its own guard and its own filters (crm/shop/views/list_file.py).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from crm.shop.field_names import call_fields
from crm.shop.models import ShopSettings, User
from crm.shop.permissions import Permission
from crm.web.spreadsheet import Cell

Words = str | Promise
Read = Callable[[Any], Cell]
CHUNK = 500


@dataclass(frozen=True)
class Column:
    """A heading, what stands under it, and who may see that; None: whoever sees the list."""

    heading: Words
    read: Read
    permission: Permission | None = None


# The headings, then a line for each row, as this person may see it.
Lines = Callable[[QuerySet[Any], User], Iterator[Sequence[Cell]]]


@dataclass(frozen=True)
class Table:
    """How a list is called, and its lines."""

    title: Words
    lines: Lines


TABLES: dict[str, Table] = {}


def as_table(view: str, title: Words, lines: Lines) -> None:
    """Let the list of this view ("engagement:voucher_list") be had as a file."""
    TABLES[view] = Table(title, lines)
    call_fields(ShopSettings, {list_key(view): title})


def columns(*all_columns: Column) -> Lines:
    """A line for each row, made of these columns."""

    def lines(found: QuerySet[Any], user: User) -> Iterator[Sequence[Cell]]:
        seen = [each for each in all_columns if each.permission is None or user.can(each.permission)]
        yield [str(column.heading) for column in seen]
        for row in found.iterator(chunk_size=CHUNK):
            yield [column.read(row) for column in seen]

    return lines


def list_key(view: str) -> str:
    """A list as the history and the name of the file call it: "voucher"."""
    return view.rpartition(":")[2].removesuffix("_list")


def moment(at: datetime | None) -> datetime | None:
    """A time as the clock in the shop shows it."""
    return timezone.localtime(at).replace(tzinfo=None, second=0, microsecond=0) if at else None


def word(thing: object) -> str:
    """A thing by its name; nothing where there is none."""
    return str(thing) if thing else ""


def yes_no(claim: object) -> str:
    """Yes or no, in words."""
    return _("yes") if claim else _("no")
