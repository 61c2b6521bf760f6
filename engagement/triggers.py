"""What sets an automation off: who, because of what, since when. The clock looks; nobody calls.

Each trigger is one question to the database about a stretch of time. A cause is seen again where two
looks overlap, and the constraint on enrolments makes twice once. Floors above add theirs from `ready()`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, TruncDate
from django.utils import timezone

from crm.shop.opening_hours import moment_of
from customers.models import Customer, Purchase, PurchaseLine, SegmentStay
from customers.reason_words import LEAP_DAY
from engagement.loyalty_expiry import ending_on
from engagement.models import Enrolment, Voucher

A_DAY = timedelta(days=1)
RUNS_OUT = "runs_out"  # "runs_out:2026-06-30": the last day of what is on their card
ENOUGH_BUYING_DAYS, ENOUGH_PURCHASES = 3, 3


class Cause(NamedTuple):
    """Somebody enters because of this; `key` is the same however often we look."""

    customer_id: int
    key: str
    at: datetime


@dataclass(frozen=True)
class Look:
    """The stretch of time a look is about: causes after `since` and up to `until`.

    `seen_after` is the watermark: rows written down before it were looked at already. None: look at all.
    `only` asks about one customer: what would set off mail to them?
    `automation` is the number of the one that looks: whom it took in already it need not be told again.
    """

    since: datetime
    until: datetime
    zone: ZoneInfo
    seen_after: datetime | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    only: int | None = None
    automation: int | None = None

    def of_theirs(self, name: str = "customer") -> Q:
        """Everybody's rows, or only those of the one who is asked about."""
        return Q() if self.only is None else Q(**{name: self.only})

    def days(self) -> list[date]:
        """The local days whose beginning lies in the stretch."""
        first, last = self.since.astimezone(self.zone).date(), self.until.astimezone(self.zone).date()
        days = [first + number * A_DAY for number in range((last - first).days + 1)]
        return [day for day in days if self.covers(self.morning_of(day))]

    def covers(self, at: datetime) -> bool:
        return self.since < at <= self.until

    def morning_of(self, day: date) -> datetime:
        """The moment a local day begins."""
        return moment_of(day, time(0), self.zone)


Trigger = Callable[[Look], Iterator[Cause]]
TRIGGERS: dict[str, Trigger] = {}


def trigger(key: str) -> Callable[[Trigger], Trigger]:
    """Register a question under its key."""

    def register(find: Trigger) -> Trigger:
        if TRIGGERS.setdefault(key, find) is not find:
            raise ValueError(f"The trigger {key} is already taken.")
        return find

    return register


@trigger("first_purchase")
def first_purchases(look: Look) -> Iterator[Cause]:
    """Somebody's first purchase: once in their life."""
    for _pk, customer, at in _rows(purchases_in(look).filter(at=F("customer__first_purchase_at"))):
        yield Cause(customer, "first_purchase", at)


@trigger("later_purchase")
def later_purchases(look: Look) -> Iterator[Cause]:
    """Every purchase that is not the first."""
    yield from _by_purchase(purchases_in(look).filter(at__gt=F("customer__first_purchase_at")))


@trigger("purchase_of")
def purchases_of(look: Look) -> Iterator[Cause]:
    """Every purchase, or those with a line of one category."""
    found = purchases_in(look)
    if category := str(look.settings.get("category", "")).strip():
        lines = PurchaseLine.objects.filter(purchase=OuterRef("pk"), category__iexact=category)
        found = found.filter(Exists(lines))
    yield from _by_purchase(found)


@trigger("entered_list")
def entered_lists(look: Look) -> Iterator[Cause]:
    """Somebody came into a saved list since it is looked at; who was there at the first look did not come."""
    number = str(look.settings.get("segment", ""))
    stays = SegmentStay.objects.filter(
        look.of_theirs(),
        segment=int(number) if number.isdecimal() else None,
        entered_at__gt=look.since,
        entered_at__lte=look.until,
    )
    for pk, customer, at in stays.order_by("pk").values_list("pk", "customer_id", "entered_at"):
        if at:
            yield Cause(customer, f"customers.segmentstay:{pk}", at)


@trigger("third_purchase")
def third_purchases(look: Look) -> Iterator[Cause]:
    """The third purchase and each one after it, once a year."""
    found = purchases_in(look).filter(customer__purchase_count__gte=ENOUGH_PURCHASES)
    for _pk, customer, at in _rows(found):
        yield Cause(customer, f"year:{at.astimezone(look.zone).year}", at)


@trigger("birthday")
def birthdays(look: Look) -> Iterator[Cause]:
    """A birthday begins; who was born on a leap day has the 28th in years without one."""
    days_of = _birthdays_of(look.days())
    born = Q(pk__in=[])
    for month, number in days_of:
        born |= Q(birth_month=month, birth_day=number)
    found = Customer.objects.filter(look.of_theirs("pk"), born).order_by("pk")
    for customer, month, number in found.values_list("pk", "birth_month", "birth_day"):
        for day in days_of[month, number]:
            yield Cause(customer, f"birthday:{day.year}", look.morning_of(day))


def _birthdays_of(days: list[date]) -> dict[tuple[int | None, int | None], list[date]]:
    """(month, day) of birth: the days on which it is kept."""
    found: dict[tuple[int | None, int | None], list[date]] = {}
    for day in days:
        found.setdefault((day.month, day.day), []).append(day)
        if (day.month, day.day) == (2, 28) and (day + A_DAY).month == 3:
            found.setdefault(LEAP_DAY, []).append(day)
    return found


@trigger("overdue")
def overdue(look: Look) -> Iterator[Cause]:
    """A regular's silence became longer than is usual for them: once for each silence."""
    quiet = Customer.objects.filter(
        look.of_theirs("pk"),
        overdue_on__in=look.days(),
        buying_days__gte=ENOUGH_BUYING_DAYS,
        last_seen_at__date__lt=F("overdue_on"),
        last_purchase_at__isnull=False,
    ).annotate(cause=_silence(look.zone))
    if look.automation is not None:
        # A silence is seen at every look for a week: the book answers sooner than we can compare.
        there = Enrolment.objects.filter(automation=look.automation, customer=OuterRef("pk"))
        quiet = quiet.exclude(Exists(there.filter(cause=OuterRef("cause"))))
    for customer, day, cause in quiet.order_by("pk").values_list("pk", "overdue_on", "cause"):
        if day:
            yield Cause(customer, cause, look.morning_of(day))


def _silence(zone: ZoneInfo) -> Concat:
    """Which silence it is: the one since the day of their last purchase."""
    day = TruncDate("last_purchase_at", tzinfo=zone)
    written = Func(day, Value("YYYY-MM-DD"), function="to_char", output_field=CharField())
    return Concat(Value("quiet:"), written)


@trigger("voucher_unused")
def vouchers_unused(look: Look) -> Iterator[Cause]:
    """So many days after a voucher was given, and it is still there."""
    after = timedelta(days=int(look.settings.get("days", 30)))
    given = _vouchers(look).filter(issued_at__gt=look.since - after, issued_at__lte=look.until - after)
    for pk, customer, issued_at in given.values_list("pk", "customer_id", "issued_at"):
        if customer:
            yield Cause(customer, f"engagement.voucher:{pk}", issued_at + after)


@trigger("voucher_expiring")
def vouchers_expiring(look: Look) -> Iterator[Cause]:
    """So many days before a voucher runs out."""
    before = timedelta(days=int(look.settings.get("days", 14)))
    ending = _vouchers(look).filter(expires_on__in=[day + before for day in look.days()])
    for pk, customer, expires_on in ending.values_list("pk", "customer_id", "expires_on"):
        if customer and expires_on:
            yield Cause(customer, f"engagement.voucher:{pk}", look.morning_of(expires_on - before))


@trigger("loyalty_expiring")
def points_expiring(look: Look) -> Iterator[Cause]:
    """So many days before something on a card runs out that was not spent."""
    before = timedelta(days=int(look.settings.get("days", 14)))
    last_days = [day + before for day in look.days()]
    for customer, last_day in ending_on(last_days, look.of_theirs("card__customer")):
        yield Cause(customer, f"{RUNS_OUT}:{last_day}", look.morning_of(last_day - before))


def purchases_in(look: Look) -> QuerySet[Purchase]:
    """Sales in the stretch that were written down since the last look."""
    found = Purchase.objects.filter(
        look.of_theirs(),
        customer__isnull=False,
        is_refund=False,
        voided_at=None,
        at__gt=look.since,
        at__lte=look.until,
    )
    if look.seen_after:
        found = found.filter(created_at__gt=look.seen_after)
    return found.order_by("at", "pk")


def _vouchers(look: Look) -> QuerySet[Voucher]:
    # A look ahead asks about those that are good today.
    today = min(look.until, timezone.now()).astimezone(look.zone).date()
    return Voucher.objects.open(today).filter(look.of_theirs(), customer__isnull=False).order_by("pk")


def _by_purchase(found: QuerySet[Purchase]) -> Iterator[Cause]:
    for pk, customer, at in _rows(found):
        yield Cause(customer, f"customers.purchase:{pk}", at)


def _rows(found: QuerySet[Purchase]) -> Iterator[tuple[int, int, datetime]]:
    for pk, customer, at in found.values_list("pk", "customer_id", "at").iterator(chunk_size=2_000):
        if customer is not None:
            yield pk, customer, at
