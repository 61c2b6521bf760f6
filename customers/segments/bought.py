"""Who bought what, when and how often: asked of what is kept, wherever that knows it exactly."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.lookups import GreaterThan

from customers.filtering.reading import morning_of
from customers.models import Buying, CategoryBought, Purchase
from customers.segments.moments import each, first, how_many, last
from customers.segments.period import Period
from customers.segments.reading import Bounds, among, among_counted, among_counted_values
from customers.segments.receipts import sold

ONCE = Bounds(1, None)


@dataclass(frozen=True)
class Bought:
    """What is asked; what is empty does not matter."""

    when: Period
    times: Bounds = ONCE
    categories: Sequence[str] = ()
    product: str = ""
    more: Q = field(default_factory=Q)  # of the purchase: where, how

    @property
    def meaning(self) -> Q:
        """The quickest way to the same people."""
        low, high = self.times.low, self.times.high
        if not (self.categories or self.product or self.more):
            if not self.when:
                return self.times.of("purchase_count")
            if self.times == ONCE and self._is_open:
                return self._overlaps("first_purchase_at", "last_purchase_at")
        meaning = self._more_than(int(low) - 1) if low else Q()
        return meaning if high is None else meaning & ~self._more_than(int(high))

    @property
    def _is_open(self) -> bool:
        """Since a day, before a day, or whenever: the last and the first time say whether at all."""
        return not (self.when.start and self.when.end)

    def _more_than(self, times: int) -> Q:
        """Those with one more purchase than that."""
        if self.product or self.more:
            return self._by_receipts(times)
        if len(self.categories) > 1 and times:
            return self._by_categories(times)
        if self.categories:
            return among(self._by_category(times))
        return among(_more(Buying.objects.all(), self.when, "sold_at", times))

    def _by_category(self, times: int) -> QuerySet[CategoryBought]:
        """Rows that each say it alone."""
        rows = self._rows()
        if times == 0 and self._is_open:
            return rows
        rows = rows.filter(times__gt=times)
        return _more(rows, self.when, "moments", times) if self.when else rows

    def _by_categories(self, times: int) -> Q:
        """A purchase with lines of two categories counts once: it has the same moment in both."""
        rows = self._rows()
        if times > 1:
            moments = rows.annotate(moment=each(self.when, "moments")).values("customer", "moment")
            return among_counted_values(moments.distinct(), times)
        # More than once: at two moments.
        since = first(self.when, "moments") if self.when.start else F("first_at")
        until = last(self.when, "moments") if self.when.end else F("last_at")
        counted = rows.values("customer").annotate(since=Min(since), until=Max(until))
        return among_counted(counted.filter(since__lt=F("until")))

    def _rows(self) -> QuerySet[CategoryBought]:
        rows = CategoryBought.objects.filter(self._overlaps("first_at", "last_at")).order_by()
        return rows.filter(category__in=self.categories)

    def _by_receipts(self, times: int) -> Q:
        """Whoever cannot have bought so often is not looked at."""
        purchases = self._sold()
        if times and (self.product or len(self.categories) > 1):
            counted = purchases.values("customer").annotate(times=Count("pk"))
            return among_counted(counted.filter(times__gt=times))
        theirs = purchases.filter(customer=OuterRef("pk"))
        found = Q(Exists(theirs.order_by("-at", "-pk")[times : times + 1] if times else theirs))
        if self.categories:
            rows = self._rows()
            return among(rows if len(self.categories) > 1 else rows.filter(times__gt=times)) & found
        likely = Q(purchase_count__gt=times) & self._overlaps("first_purchase_at", "last_purchase_at")
        return found if self.product else likely & found

    def _sold(self) -> QuerySet[Purchase]:
        return sold(self.when, self.categories, self.product, self.more)

    def _overlaps(self, first: str, last: str) -> Q:
        """The last time is not before that stretch of time, and the first not after it."""
        after = Q(**{f"{last}__gte": morning_of(self.when.start)}) if self.when.start else Q()
        return after & Q(**{f"{first}__lt": morning_of(self.when.end)}) if self.when.end else after


def _more(rows: QuerySet[Any], when: Period, moments: str, times: int) -> QuerySet[Any]:
    """The rows with more such moments than that in that time."""
    return rows.filter(GreaterThan(how_many(when, moments), times))
