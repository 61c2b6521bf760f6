"""What stands behind an improvement: how many texts, whose, and what these customers spend."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import F, Q, Sum

from customers.models import Purchase
from feedback.models import Improvement, ImprovementEvidence, ThemeMention

FEW = 5
A_YEAR, A_QUARTER = timedelta(days=365), timedelta(days=90)


@dataclass(frozen=True)
class Weight:
    """How much one improvement matters, as far as anybody can count it."""

    texts: int = 0
    customers: int = 0
    spend: Decimal = Decimal(0)  # of these customers in twelve months, each once
    effort: int = 1

    @property
    def is_few(self) -> bool:
        """Too few to rank by."""
        return self.customers < FEW

    @property
    def priority(self) -> float:
        """Customers for each step of work; those with too few come last."""
        return 0.0 if self.is_few else self.customers / self.effort


def weigh(improvements: Sequence[Improvement], now: datetime) -> dict[int, Weight]:
    """The weight of each, in three questions however many there are."""
    texts, themes = _evidence(improvements)
    mentions = _mentions({theme for found in themes.values() for theme in found}, now)
    people: dict[int, set[int]] = {}
    abouts: dict[int, set[str]] = {}
    for improvement in improvements:
        rows = [row for theme in themes[improvement.pk] for row in mentions[theme]]
        abouts[improvement.pk] = texts[improvement.pk] | {about for about, _customer in rows}
        people[improvement.pk] = {customer for _about, customer in rows if customer}
    spend = _spend({customer for found in people.values() for customer in found}, now)
    return {
        improvement.pk: Weight(
            texts=len(abouts[improvement.pk]),
            customers=len(people[improvement.pk]),
            spend=sum((spend.get(customer, Decimal(0)) for customer in people[improvement.pk]), Decimal(0)),
            effort=improvement.effort,
        )
        for improvement in improvements
    }


def _evidence(improvements: Iterable[Improvement]) -> tuple[dict[int, set[str]], dict[int, set[int]]]:
    texts: dict[int, set[str]] = defaultdict(set)
    themes: dict[int, set[int]] = defaultdict(set)
    rows = ImprovementEvidence.objects.filter(improvement__in=[each.pk for each in improvements])
    for pk, about in rows.values_list("improvement", "about"):
        kind, _colon, number = about.partition(":")
        if kind == "feedback.theme" and number.isdecimal():
            themes[pk].add(int(number))
        else:
            texts[pk].add(about)
    return texts, themes


def _mentions(themes: set[int], now: datetime) -> dict[int, list[tuple[str, int | None]]]:
    """Who spoke of a theme in the last quarter, or of one that belongs to it."""
    found: dict[int, list[tuple[str, int | None]]] = defaultdict(list)
    lately = ThemeMention.objects.filter(on__gt=(now - A_QUARTER).date())
    rows = lately.filter(Q(theme__in=themes) | Q(theme__above__in=themes)).annotate(top=F("theme__above"))
    for theme, top, about, customer in rows.values_list("theme", "top", "about", "customer"):
        for each in {theme, top} & themes:
            found[each].append((about, customer))
    return found


def _spend(customers: set[int], now: datetime) -> dict[int, Decimal]:
    bought = Purchase.objects.filter(customer__in=customers, voided_at=None, at__gt=now - A_YEAR)
    return dict(bought.values_list("customer").annotate(spent=Sum("total")).order_by())
