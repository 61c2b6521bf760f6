"""Who bought what, when and how often: asked of what is kept, wherever that knows it exactly."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from customers.filtering.reading import morning_of
from customers.models import CategoryBought, Purchase, PurchaseLine
from customers.models.purchase import PurchaseQuerySet
from customers.segments.period import Period
from customers.segments.reading import Bounds, among, among_counted

ONCE = Bounds(1, None)


def known_purchases() -> PurchaseQuerySet:
    """What counts of somebody's purchases, refunds too."""
    return Purchase.objects.standing().filter(customer__isnull=False).order_by()


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
            if self._is_simple:
                return self._overlaps("first_purchase_at", "last_purchase_at")
        meaning = self._more_than(int(low) - 1) if low else Q()
        return meaning if high is None else meaning & ~self._more_than(int(high))

    @property
    def _is_simple(self) -> bool:
        """At least once, and since a day, before a day, or whenever: the last and the first time say it."""
        return self.times == ONCE and not (self.when.start and self.when.end)

    def _more_than(self, times: int) -> Q:
        """Those with one more purchase than that; whoever cannot have is not looked at."""
        meaning = self._by_category(times) if self.categories else self._by_figures(times)
        if self.categories and self._is_said_by_category:
            return meaning
        purchases = self._purchases()
        if times and (self.product or len(self.categories) > 1):
            counted = purchases.values("customer").annotate(times=Count("pk"))
            return meaning & among_counted(counted.filter(times__gt=times))
        theirs = purchases.filter(customer=OuterRef("pk"))
        return meaning & Q(Exists(theirs.order_by("-at", "-pk")[times : times + 1] if times else theirs))

    def _by_figures(self, times: int) -> Q:
        return Q(purchase_count__gt=times) & self._overlaps("first_purchase_at", "last_purchase_at")

    def _by_category(self, times: int) -> Q:
        rows = CategoryBought.objects.filter(self._overlaps("first_at", "last_at")).order_by()
        rows = rows.filter(category__in=self.categories)
        # A receipt may have lines of two categories: the times of one do not add up with the other's.
        return among(rows if len(self.categories) > 1 else rows.filter(times__gt=times))

    def _overlaps(self, first: str, last: str) -> Q:
        """The last time is not before that stretch of time, and the first not after it."""
        after = Q(**{f"{last}__gte": morning_of(self.when.start)}) if self.when.start else Q()
        return after & Q(**{f"{first}__lt": morning_of(self.when.end)}) if self.when.end else after

    @property
    def _is_said_by_category(self) -> bool:
        if self.product or self.more:
            return False
        return self._is_simple or not (self.when or len(self.categories) > 1)

    def _purchases(self) -> QuerySet[Purchase]:
        purchases = known_purchases().sales().filter(self.when.of("at"), self.more)
        if not (self.categories or self.product):
            return purchases
        lines = PurchaseLine.objects.order_by()
        if self.categories:
            lines = lines.exclude(category="").filter(category__in=self.categories)
        if self.product:
            lines = lines.filter(Q(product_code=self.product) | Q(product_name__icontains=self.product))
        return purchases.filter(Exists(lines.filter(purchase=OuterRef("pk"))))
