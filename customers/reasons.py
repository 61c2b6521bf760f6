"""Every reason to act on this floor: whom to serve first, found by stored and indexed columns.

A card takes the few that are most worth it among the newest: however large the shop, the same work.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise

from crm.shop.models import User
from customers.addresses import address_of
from customers.models import Customer, CycleRules, DataImport, ImportState, Phone, PutOff
from customers.reason_words import BIRTHDAY, OVERDUE, UNTHANKED, ReasonKind, sentence, way_of, week_from

SHOWN = 5  # of each reason, so that all of them are seen at a glance
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
class Card:
    """Who, and why in one sentence."""

    customer: Customer
    kind: ReasonKind
    why: str

    @property
    def number(self) -> str:
        """The phone to ring; none where they do not want to be disturbed."""
        quiet = self.customer.do_not_disturb_since
        return "" if quiet else getattr(self.customer, "first_phone", None) or ""

    @property
    def name(self) -> str:
        return str(self.customer)

    @property
    def address(self) -> str:
        return address_of("customers:customer_detail", self.customer.pk)

    @property
    def act_address(self) -> str:
        return address_of("customers:reason_act", self.customer.pk, self.kind.key)


@dataclass(frozen=True)
class Section:
    """The cards of one reason; there may be more than are shown."""

    kind: ReasonKind
    cards: list[Card]
    has_more: bool

    @property
    def count(self) -> str:
        """How many, as far as we looked."""
        return f"{len(self.cards)}{'+' if self.has_more else ''}"


@dataclass(frozen=True)
class WaitingImport:
    """A file that waits for somebody."""

    name: str
    state: str | Promise
    address: str


def overdue(user: User, now: datetime) -> Section:
    """Whose silence is longer than their own rhythm explains: the most valuable first."""
    return _section(OVERDUE, _most_valuable(_newest(OVERDUE, user, now)), now)


def unthanked(user: User, now: datetime) -> Section:
    """Who bought lately and was not thanked: the most valuable first."""
    return _section(UNTHANKED, _most_valuable(_newest(UNTHANKED, user, now)), now)


def birthdays(user: User, now: datetime) -> Section:
    """Who has a birthday this week, the next ones first."""
    months = _birthdays_by_month(now)
    # One walk along the index for each month: over its end, the order would be lost.
    walks = [
        with_phone(people(BIRTHDAY, user, now, days)).order_by("birth_month", "birth_day")[: SHOWN + 1]
        for days in months.values()
    ]
    rows = walks[0].union(*walks[1:], all=True) if walks[1:] else walks[0]
    order = list(months)
    nearest = sorted(rows, key=lambda who: (order.index(who.birth_month or 0), who.birth_day or 0, who.pk))
    return _section(BIRTHDAY, nearest[: SHOWN + 1], now)


def people(kind: ReasonKind, user: User, now: datetime, only: Q | None = None) -> QuerySet[Customer]:
    """Everybody with this reason whom we may disturb, and whom nobody put off."""
    today = timezone.localdate(now)
    put_off = PutOff.objects.filter(customer=OuterRef("pk"), reason=kind.key, until__gt=today)
    finders = {"birthday": _with_birthday, "overdue": _overdue_since, "unthanked": _not_thanked}
    found = only or finders[kind.key](now)
    return Customer.objects.visible_to(user).filter(found, ~Exists(put_off), do_not_disturb_since=None)


def everybody(kind: ReasonKind, user: User, now: datetime) -> QuerySet[Customer]:
    """The whole list of a reason, to be read in `order_of` it: it begins with those of the card."""
    found = with_phone(people(kind, user, now))
    if kind.key not in NEWEST:
        return found
    is_among = Q(pk__in=_newest(kind, user, now).values("pk"))
    return found.annotate(is_newest=ExpressionWrapper(is_among, output_field=BooleanField()))


def order_of(kind: ReasonKind, now: datetime) -> tuple[str, ...]:
    """In which order the whole list of a reason is read."""
    if kind.key in NEWEST:
        return ("-is_newest", "-spend", "-pk")
    week = week_from(timezone.localdate(now))
    over_new_year = week[0][0] > week[-1][0]
    return ("-birth_month" if over_new_year else "birth_month", "birth_day", "pk")


def card_of(customer: Customer, kind: ReasonKind, now: datetime) -> Card:
    """The card of one customer."""
    way = way_of(kind, getattr(customer, "first_phone", None))
    return Card(customer, way, sentence(customer, kind.key, timezone.localdate(now)))


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


def _newest(kind: ReasonKind, user: User, now: datetime) -> QuerySet[Customer]:
    return people(kind, user, now).order_by(NEWEST[kind.key])[:LOOKED_AT]


def _most_valuable(newest: QuerySet[Customer]) -> list[Customer]:
    found = Customer.objects.filter(pk__in=newest.values("pk"))
    return list(with_phone(found).order_by("-spend", "-pk")[: SHOWN + 1])


def _section(kind: ReasonKind, rows: list[Customer], now: datetime) -> Section:
    cards = [card_of(customer, kind, now) for customer in rows[:SHOWN]]
    return Section(kind, cards, has_more=len(rows) > SHOWN)


def _birthdays_by_month(now: datetime) -> dict[int, Q]:
    week = week_from(timezone.localdate(now))
    days: dict[int, list[int]] = {}
    for month, day in week:
        days.setdefault(month, []).append(day)
    return {month: Q(birth_month=month, birth_day__range=(min(of), max(of))) for month, of in days.items()}


def _with_birthday(now: datetime) -> Q:
    found = Q()
    for days in _birthdays_by_month(now).values():
        found |= days
    return found


def _overdue_since(now: datetime) -> Q:
    """Overdue for not too long, with a rhythm of their own, and silent since."""
    today = timezone.localdate(now)
    return Q(
        overdue_on__range=(today - TOO_LATE_AFTER, today),
        buying_days__gte=2,
        last_seen_at__date__lt=F("overdue_on"),
    )


def _not_thanked(now: datetime) -> Q:
    lately = now - timedelta(days=CycleRules.current().thank_within)
    long_ago = Q(last_thanked_at=None) | Q(last_thanked_at__lt=now - THANKED_FOR)
    return Q(long_ago, last_purchase_at__gte=lately)
