"""Who bought what, when and how often: asked of what is kept, wherever that knows it exactly.

It is kept in one row beside each customer: however deep a rule is, everybody is gone through once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.lookups import GreaterThan

from customers.filtering.reading import morning_of
from customers.models.buying import side
from customers.segments.marks import ANYTHING, purchases_of
from customers.segments.moments import purchases
from customers.segments.period import Period
from customers.segments.products import are_others_few, knows, knows_no_other
from customers.segments.reading import Bounds, among_counted
from customers.segments.receipts import sold

ONCE = Bounds(1, None)


@dataclass(frozen=True)
class Bought:
    """What is asked; what is empty does not matter."""

    when: Period
    times: Bounds = ONCE
    categories: Sequence[str] = ()
    product: str = ""
    places: Sequence[str] = ()  # their numbers
    ways: Sequence[str] = ()

    @property
    def meaning(self) -> Q:
        """The quickest way to the same people."""
        low, high = self.times.low, self.times.high
        if not (self._kept or self.product):
            if not self.when:
                return self.times.of("purchase_count")
            if self.times == ONCE and self._is_open:
                return self._overlaps
        meaning = self._more_than(int(low) - 1) if low else Q()
        return meaning if high is None else meaning & ~self._more_than(int(high))

    @property
    def _is_open(self) -> bool:
        """Since a day, before a day, or whenever: the last and the first time say whether at all."""
        return not (self.when.start and self.when.end)

    def _more_than(self, times: int) -> Q:
        """Those with one more purchase than that."""
        if self.product and not self._kept:
            return self._of_product(times)
        counted = purchases_of(self._kept, self.when) if self._kept else purchases(self.when)
        enough = Q(GreaterThan(counted, times))
        # Whoever cannot have bought it so often is not looked at.
        return enough & self._by_receipts(times) if self.product else enough

    @property
    def _kept(self) -> list[Sequence[str]]:
        """What is kept of each purchase, and has to be one of these."""
        asked = self.categories, [side(each) for each in self.ways], [side(each) for each in self.places]
        return [names for names in asked if names]

    def _of_product(self, times: int) -> Q:
        if not (times or self.when):
            return knows(self.product)
        # A word that stands in most names is said by what is kept; lines are read where they are few.
        bought_at_all = Q(GreaterThan(purchases_of(ANYTHING, self.when), times))
        others_are_few = are_others_few(self.product)
        said = others_are_few & knows_no_other(self.product)
        return (~others_are_few | bought_at_all) & (said | self._by_receipts(times))

    def _by_receipts(self, times: int) -> Q:
        """Whether at all is looked up for each; how often is counted for all in one go."""
        theirs = sold(self.product, self.when, self.categories)
        if self.places:
            theirs = theirs.filter(location__in=[int(each) for each in self.places])
        if self.ways:
            theirs = theirs.filter(channel__in=self.ways)
        if times:
            counted = theirs.values("customer").annotate(times=Count("pk"))
            return among_counted(counted.filter(times__gt=times))
        return Q(Exists(theirs.filter(customer=OuterRef("pk"))))

    @property
    def _overlaps(self) -> Q:
        """The last time is not before that stretch of time, and the first not after it."""
        when = self.when
        after = Q(last_purchase_at__gte=morning_of(when.start)) if when.start else Q()
        return after & Q(first_purchase_at__lt=morning_of(when.end)) if when.end else after
