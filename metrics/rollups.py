"""Keeping the daily sums in step with what happened: all of it anew, or only what has changed since."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from crm.shop.models import ShopSettings
from crm.web.planner import planned
from customers.cycle_overview import is_large
from customers.models import CycleRules
from metrics.counting import buying_days, cohorts, daily_sums, paths, voices
from metrics.counting.history import events_of
from metrics.counting.statement import run
from metrics.engagement import score_engagement
from metrics.models import BuyingDay, CohortMonth, Count, DailySum, Uncounted
from metrics.scores import score_everybody, score_these

# One count at a time, however many workers there are.
LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('metrics.rollups'))"
AT_A_TIME = 20_000
# Without a sale, what customers say is looked at this often.
SETTLED_FOR = timedelta(minutes=5)
INSERT = f"INSERT INTO metrics_buyingday ({buying_days.COLUMNS}) "
# For each of the many tables and sorts a statement needs at once. With more it is no quicker: what is larger
# is sorted on disk, and held there, so that a shop ten times as large takes no more memory.
MEMORY = "SET LOCAL work_mem = '16MB'"
PATIENCE = "SET LOCAL statement_timeout = '30min'"  # a shop of many years is counted in one statement


@dataclass(frozen=True)
class Rules:
    """By what everything is counted; another zone, currency or gap means counting all anew."""

    zone: str
    currency: str
    usual_gap: int

    @classmethod
    def of_the_shop(cls) -> "Rules | None":
        """None before the shop is open."""
        shop = ShopSettings.current()
        return cls(shop.time_zone, shop.currency, CycleRules.current().usual_gap) if shop else None

    def hold(self, count: Count | None) -> bool:
        """Was the last count made by these?"""
        return count is not None and self == Rules(count.time_zone, count.currency, count.usual_gap)

    @property
    def values(self) -> dict[str, Any]:
        """As the statements ask for them."""
        return {"zone": self.zone, "currency": self.currency, "usual_gap": self.usual_gap}


@transaction.atomic
def rebuild() -> bool:
    """Count everything anew. False where somebody else is counting, or there is no shop yet."""
    rules, now = Rules.of_the_shop(), timezone.now()
    if rules is None or not _my_turn():
        return False
    seen = list(Uncounted.objects.values_list("pk", flat=True))
    for model in (BuyingDay, DailySum, CohortMonth):
        model._default_manager.all()._raw_delete("default")  # whoever reads sees the old rows until the end
    with planned(never=("indexscan",)):  # customer by customer, every page would be fetched again and again
        run(INSERT + buying_days.EVERYTHING, rules.values)
    with planned(never=("sort",)):  # there are few days, however much was bought
        _add(rules.values | {"sign": 1}, buying_days.WHOLE, into=daily_sums.SUMS)
    _settle(rules, now, is_small=True)
    Uncounted.objects.filter(pk__in=seen).delete()
    _score(_keep(rules, now, rebuilt_at=now), _today(rules, now))
    return True


def count_changes() -> int:
    """Count what has changed since the last time; how many customers and days that were."""
    rules = Rules.of_the_shop()
    if rules is None:
        return 0
    count = Count.current()
    if count is None or not rules.hold(count):
        return int(rebuild())
    if timezone.now() - count.counted_at < SETTLED_FOR and not Uncounted.objects.exists():
        return 0
    counted = piece = _count_piece(rules)
    while piece == AT_A_TIME:
        piece = _count_piece(rules)
        counted += piece
    return counted


@transaction.atomic
def _count_piece(rules: Rules) -> int:
    now = timezone.now()
    if not _my_turn():
        return 0
    noted = list(Uncounted.objects.order_by("pk").values_list("pk", "customer_number", "on")[:AT_A_TIME])
    touched: dict[str, Any] = {
        "customers": sorted({customer for _pk, customer, _on in noted if customer}),
        "days": sorted({on for _pk, _customer, on in noted if on}),
    }
    if noted:
        _count_again(rules, touched)
        Uncounted.objects.filter(pk__in=[pk for pk, _customer, _on in noted]).delete()
    _settle(rules, now, is_small=not is_large())
    score_these(_keep(rules, now), touched["customers"], as_of=_today(rules, now))
    return len(noted)


@transaction.atomic
def count_the_day() -> bool:
    """Once a day: where the fifths begin, and how everybody stands on it. False where it was done today."""
    rules, now, count = Rules.of_the_shop(), timezone.now(), Count.current()
    if rules is None or not count or count.scored_on == _today(rules, now) or not _my_turn():
        return False
    _settle_paths(rules)
    _score(count, _today(rules, now))
    return True


def _score(count: Count, today: date) -> None:
    score_everybody(count, as_of=today)
    score_engagement(count, as_of=today)


def _count_again(rules: Rules, touched: dict[str, Any]) -> None:
    """Take away what these customers and days had added, and add what they add now."""
    values = rules.values | touched
    run(daily_sums.BEGIN_MOVING, {})
    with planned(
        never=("seqscan",)
    ):  # just after a rebuild nobody knows yet how few rows a few customers have
        _add(values | {"sign": -1}, buying_days.TOUCHED, into=daily_sums.MOVED)
        run(buying_days.FORGET, values)
        for counted in (buying_days.OF_CUSTOMERS, buying_days.OF_NOBODY_KNOWN):
            run(INSERT + counted, values)
        _add(values | {"sign": 1}, buying_days.TOUCHED, into=daily_sums.MOVED)
    for statement in (daily_sums.MOVE, daily_sums.DONE_MOVING, daily_sums.TIDY, cohorts.TIDY):
        run(statement, {})


def _add(values: dict[str, Any], days: str, *, into: str) -> None:
    history, events = events_of(days)
    parts = {"with": history, "beside": cohorts.ADD, "events": events, "into": into}
    run(daily_sums.ADD.format(**parts), values)


def _settle(rules: Rules, now: datetime, *, is_small: bool) -> None:
    """What customers say is little beside what they buy: counted whole, and only differences written."""
    _settle_these(voices.VOICES, voices.METRICS, rules.values | {"now": now})
    if is_small:
        _settle_paths(rules)


def _settle_paths(rules: Rules) -> None:
    """Everybody's way through the cycle; in a large shop only by night."""
    _settle_these(paths.EVENTS, paths.METRICS, rules.values)


def _settle_these(events: str, names: list[str], values: dict[str, Any]) -> None:
    run(daily_sums.SETTLE.format(events=events), values | {"metrics": names})


def _keep(rules: Rules, now: datetime, **more: Any) -> Count:
    kept = {"time_zone": rules.zone, "currency": rules.currency, "usual_gap": rules.usual_gap}
    first = kept | {"counted_at": now, "rebuilt_at": now} | more
    count, _is_new = Count.objects.update_or_create(
        pk=1, defaults=kept | {"counted_at": now} | more, create_defaults=first
    )
    return count


def _today(rules: Rules, now: datetime) -> date:
    return timezone.localdate(now, ZoneInfo(rules.zone))


def _my_turn() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(MEMORY)
        cursor.execute(PATIENCE)
        cursor.execute(LOCK)
        is_free: bool = cursor.fetchone()[0]
    return is_free
