"""The columns that the list of customers can show: each fetches what it shows and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from crm.web.quick_money import quick_money
from crm.web.templatetags.amounts import number, phone
from customers.filtering.condition import Words
from customers.filtering.own_fields import PREFIX
from customers.first_contact import FIRST_EMAIL, FIRST_PHONE
from customers.models import Customer, CustomField, Relationship, Stage, Tag


class Home(NamedTuple):
    """How this shop writes: its currency, and the country whose phone numbers need no code."""

    currency: str
    country: str


Show = Callable[[Any, Home], str]  # customer with its annotations, how the shop writes → words of the cell
NAME = ("given_name", "family_name", "preferred_name", "company", "sort_key")
MOST_TAGS = 3
STAGES = dict(Stage.choices)
RELATIONSHIPS = dict(Relationship.choices)

_TAGS = ArraySubquery(
    Tag.objects.filter(customers=OuterRef("pk")).order_by("folded_name").values("name")[: MOST_TAGS + 1]
)
# Whoever has no name is called by their number.
ALWAYS: Mapping[str, Any] = {"first_phone": FIRST_PHONE}


@dataclass(frozen=True)
class Column:
    """One column: its words, what it fetches, how it shows a customer, and what a click on it sorts by."""

    key: str
    label: Words
    show: Show
    fields: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    sort: str = ""
    look: str = ""


def name_of(customer: Any) -> str:
    """What the row is called."""
    named = customer.full_name or customer.preferred_name or customer.company
    return named or customer.first_phone or str(_("Customer %d") % customer.pk)


@lru_cache(maxsize=2_000)
def _short(on: date, _language: str | None) -> str:
    """Most rows of a page name the same few days."""
    return date_format(on, "SHORT_DATE_FORMAT")


def _day(at: datetime | None) -> str:
    return _short(timezone.localdate(at), get_language()) if at else ""


def _phone(customer: Any, home: Home) -> str:
    return phone(customer.first_phone, home.country) if customer.first_phone else ""


def _contact(customer: Any, home: Home) -> str:
    return _phone(customer, home) or customer.first_email or customer.city


def _tags(customer: Any, _home: Home) -> str:
    names = customer.tag_names
    if not names:
        return ""
    badges = format_html_join(" ", '<span class="badge">{}</span>', ((name,) for name in names[:MOST_TAGS]))
    return format_html("{} …", badges) if len(names) > MOST_TAGS else badges


def _stage(customer: Any, _home: Home) -> str:
    return _chip(customer.stage, get_language())


@lru_cache(maxsize=100)
def _chip(stage: str, _language: str | None) -> str:
    return format_html('<span class="stage stage-{}">{}</span>', stage, STAGES[stage])


def _whole(amount: int) -> str:
    return (str(amount) if amount < 1000 else number(amount)) if amount else ""


def _birthday(customer: Any, _home: Home) -> str:
    return date_format(customer.birthday, "MONTH_DAY_FORMAT") if customer.birthday else ""


def _since(customer: Any, _home: Home) -> str:
    return _short(customer.stage_since, get_language()) if customer.stage_since else ""


def _plain(name: str) -> Show:
    return lambda customer, _home: getattr(customer, name) or ""


def _moment(name: str) -> Show:
    return lambda customer, _home: _day(getattr(customer, name))


_EVERY_SHOP = [
    Column(
        "contact", gettext_lazy("Contact"), _contact, ("city",), {"first_email": FIRST_EMAIL}, look="quiet"
    ),
    Column("phone", gettext_lazy("Phone"), _phone),
    Column("email", gettext_lazy("E-mail"), _plain("first_email"), (), {"first_email": FIRST_EMAIL}),
    Column("city", gettext_lazy("Town"), _plain("city"), ("city",)),
    Column("tags", gettext_lazy("Tags"), _tags, (), {"tag_names": _TAGS}, look="tags"),
    Column("stage", gettext_lazy("Stage"), _stage, ("stage",), sort="stage", look="stages"),
    Column("stage_since", gettext_lazy("In this stage since"), _since, ("stage_since",)),
    Column(
        "purchases",
        gettext_lazy("Purchases"),
        lambda customer, _home: _whole(customer.purchase_count),
        ("purchase_count",),
        look="numeric",
    ),
    Column(
        "spend",
        gettext_lazy("Spent"),
        lambda customer, home: quick_money(customer.spend, home.currency) if customer.spend else "",
        ("spend",),
        sort="spend",
        look="numeric",
    ),
    Column(
        "last_seen",
        gettext_lazy("Last seen"),
        _moment("last_seen_at"),
        ("last_seen_at",),
        sort="seen",
        look="numeric",
    ),
    Column(
        "last_purchase",
        gettext_lazy("Last purchase"),
        _moment("last_purchase_at"),
        ("last_purchase_at",),
        sort="bought",
        look="numeric",
    ),
    Column(
        "birthday",
        gettext_lazy("Birthday"),
        _birthday,
        ("birth_day", "birth_month", "birth_year"),
        look="numeric",
    ),
    Column("source", gettext_lazy("Found us by"), _plain("source"), ("source",)),
    Column(
        "location",
        gettext_lazy("Last seen in"),
        _plain("last_place"),
        (),
        {"last_place": F("last_location__name")},
    ),
    Column(
        "owner",
        gettext_lazy("Looked after by"),
        _plain("owner_name"),
        (),
        {"owner_name": F("looked_after_by__name")},
    ),
    Column(
        "relationship",
        gettext_lazy("Relationship"),
        lambda customer, _home: str(RELATIONSHIPS.get(customer.relationship, "")),
        ("relationship",),
    ),
    Column(
        "added", gettext_lazy("Added"), _moment("created_at"), ("created_at",), sort="added", look="numeric"
    ),
]
COLUMNS: dict[str, Column] = {column.key: column for column in _EVERY_SHOP}
USUAL = ("contact", "tags", "stage", "purchases", "spend", "last_seen")


def own_columns() -> dict[str, Column]:
    """The columns of the shop's own fields, in one query."""
    made = [_own_column(own) for own in CustomField.objects.in_use()]
    return {column.key: column for column in made}


def _own_column(own: CustomField) -> Column:
    def show(customer: Customer, _home: Home) -> str:
        value = customer.custom.get(own.key, "")
        return (_("yes") if value else _("no")) if isinstance(value, bool) else str(value)

    return Column(f"{PREFIX}{own.key}", own.label, show, ("custom",))
