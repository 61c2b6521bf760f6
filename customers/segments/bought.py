"""Who bought what, how, where, when and how often: read off till rolls, wherever no figure knows it already.

There is one beside each customer: however deep a rule is, everybody is gone through once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.expressions import RawSQL

from customers.filtering.reading import morning_of
from customers.segments import letters
from customers.segments.period import Period
from customers.segments.reading import Bounds
from customers.segments.rolls import bought_more_than

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
        if not self._asked:
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
        """Those with one more purchase than that; whoever cannot have bought so often is not looked at."""
        found = bought_more_than(times, self._asked, self.when)
        return Q(purchase_count__gt=times) & found if times else found

    @property
    def _asked(self) -> list[RawSQL]:
        """The letters of what a purchase must have, in the order in which they stand there."""
        asked = [letters.ways(self.ways)] if self.ways else []
        asked += [letters.places(self.places)] if self.places else []
        has_article = self.categories or self.product
        return [*asked, letters.articles(self.categories, self.product)] if has_article else asked

    @property
    def _overlaps(self) -> Q:
        """The last time is not before that stretch of time, and the first not after it."""
        when = self.when
        after = Q(last_purchase_at__gte=morning_of(when.start)) if when.start else Q()
        return after & Q(first_purchase_at__lt=morning_of(when.end)) if when.end else after
