"""Every reason to act on this floor: whom to serve first, found by stored and indexed columns.

A card takes the few that are most worth it among the newest: however large the shop, the same work.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone
from django.utils.functional import Promise

from crm.shop.models import User
from crm.web.written_out import Blank
from customers.addresses import address_of
from customers.models import Customer, CycleRules, DataImport, ImportState, Phone, PutOff
from customers.reason_words import OVERDUE, UNTHANKED, ReasonKind, week_from

IMPORTS_SHOWN = 10
LOOKED_AT = 200  # the newest, of which the most valuable come first
NEWEST = {OVERDUE.key: "-overdue_on", UNTHANKED.key: "-last_purchase_at"}
TOO_LATE_AFTER = timedelta(days=60)
THANKED_FOR = timedelta(days=60)
IMPORTS_OF = timedelta(days=30)
COLUMNS = (
    *("given_name", "family_name", "preferred_name", "company", "birth_day", "birth_month"),
    *(
        "last_purchase_at",
        "expected_next_on",
        "overdue_on",
        "purchase_count",
        "spend",
        "do_not_disturb_since",
    ),
)
IMPORT_PAGES = {
    ImportState.UPLOADED: "customers:import_map",
    ImportState.READY: "customers:import_preview",
    ImportState.FAILED: "customers:import_map",
}


@dataclass(frozen=True)
class WaitingImport:
    """A file that waits for somebody."""

    name: str
    state: str | Promise
    address: str


@dataclass(frozen=True)
class Limits:
    """What rows are held against, as it is at one moment; or the blanks for that."""

    today: date | Blank
    too_late: date | Blank
    bought_from: datetime | Blank
    thanked_before: datetime | Blank


BLANKS = Limits(
    today=Blank("today", DateField()),
    too_late=Blank("too_late", DateField()),
    bought_from=Blank("bought_from", DateTimeField()),
    thanked_before=Blank("thanked_before", DateTimeField()),
)


def limits_at(now: datetime) -> Limits:
    """As they are now."""
    today, rules = timezone.localdate(now), CycleRules.current()
    return Limits(
        today=today,
        too_late=today - TOO_LATE_AFTER,
        bought_from=now - timedelta(days=rules.thank_within),
        thanked_before=now - THANKED_FOR,
    )


def people(kind: ReasonKind, user: User, limits: Limits, found: Q) -> QuerySet[Customer]:
    """Of those found for this reason everybody whom we may disturb, and whom nobody put off."""
    put_off = PutOff.objects.filter(customer=OuterRef("pk"), reason=kind.key, until__gt=limits.today)
    return Customer.objects.visible_to(user).filter(found, ~Exists(put_off), do_not_disturb_since=None)


def newest(kind: ReasonKind, user: User, limits: Limits, count: int) -> QuerySet[Customer]:
    """Those with whom it is newest: among them a card looks for the most valuable."""
    return people(kind, user, limits, LATELY[kind.key](limits)).order_by(NEWEST[kind.key], "-pk")[:count]


def everybody(kind: ReasonKind, user: User, now: datetime) -> QuerySet[Customer]:
    """The whole list of a reason, to be read in `order_of` it: it begins with those of the card."""
    limits = limits_at(now)
    if kind.key not in NEWEST:
        return with_phone(people(kind, user, limits, _with_birthday(now)))
    found = with_phone(people(kind, user, limits, LATELY[kind.key](limits)))
    is_among = Q(pk__in=newest(kind, user, limits, LOOKED_AT).values("pk"))
    return found.annotate(is_newest=ExpressionWrapper(is_among, output_field=BooleanField()))


def order_of(kind: ReasonKind, now: datetime) -> tuple[str, ...]:
    """In which order the whole list of a reason is read."""
    if kind.key in NEWEST:
        return ("-is_newest", "-spend", "-pk")
    week = week_from(timezone.localdate(now))
    over_new_year = week[0][0] > week[-1][0]
    return ("-birth_month" if over_new_year else "birth_month", "birth_day", "pk")


def with_phone(found: QuerySet[Customer]) -> QuerySet[Customer]:
    """With the first phone, and only the columns of a card."""
    phones = Phone.objects.filter(customer=OuterRef("pk")).order_by("position", "id")
    return found.only(*COLUMNS).annotate(first_phone=Subquery(phones.values("number")[:1]))


def imports_to_check(user: User, now: datetime) -> list[WaitingImport]:
    """Files that wait for their columns, for a yes, or for somebody who reads why they failed."""
    seen = DataImport.objects.visible_to(user).select_related("file")
    waiting = seen.filter(state__in=IMPORT_PAGES, created_at__gte=now - IMPORTS_OF)
    return [
        WaitingImport(
            str(row), row.get_state_display(), address_of(IMPORT_PAGES[ImportState(row.state)], row.pk)
        )
        for row in waiting.only("state", "file__name").order_by("-pk")[:IMPORTS_SHOWN]
    ]


def birthdays_by_month(now: datetime) -> dict[int, tuple[int, int]]:
    """The first and the last day of the week that begins now, in each month that it touches."""
    days: dict[int, list[int]] = {}
    for month, day in week_from(timezone.localdate(now)):
        days.setdefault(month, []).append(day)
    return {month: (min(of), max(of)) for month, of in days.items()}


def _with_birthday(now: datetime) -> Q:
    found = Q()
    for month, days in birthdays_by_month(now).items():
        found |= Q(birth_month=month, birth_day__range=days)
    return found


def _overdue_since(limits: Limits) -> Q:
    """Overdue for not too long, with a rhythm of their own, and silent since."""
    return Q(
        overdue_on__range=(limits.too_late, limits.today),
        buying_days__gte=2,
        last_seen_at__date__lt=F("overdue_on"),
    )


def _not_thanked(limits: Limits) -> Q:
    long_ago = Q(last_thanked_at=None) | Q(last_thanked_at__lt=limits.thanked_before)
    return Q(long_ago, last_purchase_at__gte=limits.bought_from)


LATELY = {OVERDUE.key: _overdue_since, UNTHANKED.key: _not_thanked}
