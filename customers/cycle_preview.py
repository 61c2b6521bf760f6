"""What other numbers in the rules would do: looked at, never written."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.functions import Mod

from crm.shop.actions.till import today_in_the_shop
from customers.actions.stage import gather_everybody
from customers.cycle import Rules, stage_on
from customers.models import Customer, Stage

AT_MOST = 10_000


@dataclass(frozen=True)
class Preview:
    """How many of the customers looked at would stand elsewhere, and where."""

    looked_at: int
    moves: list[tuple[str, str, int]]  # from, to, how many

    @property
    def moved(self) -> int:
        return sum(count for _before, _after, count in self.moves)


def preview_rules(rules: Rules) -> Preview:
    """Today's stages by these rules; a large shop is looked at evenly, ten thousand customers of it."""
    today, looked_at = today_in_the_shop(), 0
    moves: Counter[tuple[str, str]] = Counter()
    for facts, stage in gather_everybody(_evenly(Customer.objects.count())):
        looked_at += 1
        then = stage_on(facts, today, rules)
        if then is not None and then != stage:
            moves[stage, then] += 1
    return Preview(
        looked_at,
        [
            (str(Stage(before).label), str(Stage(after).label), count)
            for (before, after), count in moves.most_common()
        ],
    )


def _evenly(total: int) -> QuerySet[Customer, int]:
    everybody = Customer.objects.order_by("pk")
    if total > AT_MOST:
        everybody = everybody.annotate(rest=Mod(F("pk"), total // AT_MOST + 1)).filter(rest=0)
    return everybody.values_list("pk", flat=True)
