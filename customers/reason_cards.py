"""The cards of Today: of each reason the few that are most worth it, all found by one question."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from django.db.models import CharField, IntegerField, Q, QuerySet, Value
from django.utils import timezone

from crm.shop.models import User
from crm.web.written_out import Blank, Question
from customers import reasons
from customers.addresses import address_of
from customers.models import Customer
from customers.reason_words import BIRTHDAY, OVERDUE, UNTHANKED, ReasonKind, sentence, way_of
from customers.reasons import BLANKS, birthdays_by_month, limits_at, newest, people, with_phone

SHOWN = 5  # of each reason, so that all of them are seen at a glance
MONTHS = 2  # that a week may touch
NO_MONTH = (0, (0, 0))


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


def sections(user: User, now: datetime) -> list[Section]:
    """Who is away for too long, who has a birthday, who was not thanked: each with its cards, if any."""
    zone = timezone.get_current_timezone_name()
    months = [*birthdays_by_month(now).items(), NO_MONTH][:MONTHS]
    rows = _everybodys(user.role, zone, reasons.LOOKED_AT).ask(**asdict(limits_at(now)), **_filled(months))
    found = [
        _section(OVERDUE, sorted(_of(OVERDUE, rows), key=_worth, reverse=True), now),
        _section(BIRTHDAY, _nearest(_of(BIRTHDAY, rows), [month for month, _days in months]), now),
        _section(UNTHANKED, sorted(_of(UNTHANKED, rows), key=_worth, reverse=True), now),
    ]
    return [section for section in found if section.cards]


def card_of(customer: Customer, kind: ReasonKind, now: datetime) -> Card:
    """The card of one customer."""
    way = way_of(kind, getattr(customer, "first_phone", None))
    return Card(customer, way, sentence(customer, kind.key, timezone.localdate(now)))


@lru_cache(maxsize=32)
def _everybodys(role: str, zone: str, looked_at: int) -> Question[Customer]:
    """The one question; `zone` is what days are reckoned in."""
    sees = User(role=role)
    return Question(
        _most_valuable(newest(OVERDUE, sees, BLANKS, looked_at), OVERDUE),
        _most_valuable(newest(UNTHANKED, sees, BLANKS, looked_at), UNTHANKED),
        *(_walk(sees, number) for number in range(MONTHS)),
    )


def _most_valuable(among: QuerySet[Customer], kind: ReasonKind) -> QuerySet[Customer]:
    found = Customer.objects.filter(pk__in=among.values("pk"))
    return _marked(found, kind).order_by("-spend", "-pk")[: SHOWN + 1]


def _walk(user: User, number: int) -> QuerySet[Customer]:
    """One walk along the index for each month: over its end, the order would be lost."""
    month, first, last = (Blank(f"{name}_{number}", IntegerField()) for name in ("month", "first", "last"))
    born = Q(birth_month=month, birth_day__range=(first, last))
    found = _marked(people(BIRTHDAY, user, BLANKS, born), BIRTHDAY)
    return found.order_by("birth_month", "birth_day")[: SHOWN + 1]


def _marked(found: QuerySet[Customer], kind: ReasonKind) -> QuerySet[Customer]:
    return with_phone(found).annotate(reason=Value(kind.key, CharField()))


def _filled(months: list[tuple[int, tuple[int, int]]]) -> dict[str, int]:
    filled: dict[str, int] = {}
    for number, (month, (first, last)) in enumerate(months):
        filled |= {f"month_{number}": month, f"first_{number}": first, f"last_{number}": last}
    return filled


def _of(kind: ReasonKind, rows: list[Customer]) -> list[Customer]:
    return [row for row in rows if row.reason == kind.key]  # type: ignore[attr-defined] # by _marked


def _worth(customer: Customer) -> tuple[Decimal, int]:
    return customer.spend, customer.pk


def _nearest(rows: list[Customer], order: list[int]) -> list[Customer]:
    rows = sorted(rows, key=lambda who: (order.index(who.birth_month or 0), who.birth_day or 0, who.pk))
    return rows[: SHOWN + 1]


def _section(kind: ReasonKind, rows: list[Customer], now: datetime) -> Section:
    cards = [card_of(customer, kind, now) for customer in rows[:SHOWN]]
    return Section(kind, cards, has_more=len(rows) > SHOWN)
