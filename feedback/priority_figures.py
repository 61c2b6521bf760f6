"""What people said of late, weighed: for themes, and for the improvements that rest on them.

A fixed number of questions, however many themes, improvements and customers there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import fmean
from typing import NamedTuple

from django.db.models import Sum
from django.utils import timezone

from customers.models import Purchase
from feedback.models import Complaint, Feeling, Response, Review, Severity, ThemeMention
from feedback.priority import Priority, gap_between, recency_of
from feedback.survey_voice import as_five

A_YEAR, A_QUARTER = timedelta(days=365), timedelta(days=90)
COMPLAINT = "feedback.complaint:"
BLAME, NEITHER = 2, 1  # how bad it is where nobody complained
Person = int | str  # a customer, or a text of somebody we do not know


class Mention(NamedTuple):
    """One text that spoke of it, and not in praise."""

    about: str
    customer: int | None
    feeling: int
    on: date

    @property
    def person(self) -> Person:
        return self.customer or self.about


def mentions_of_themes(themes: Collection[int], now: datetime) -> dict[int, list[Mention]]:
    """Who spoke of each theme in the last quarter, or of a part of it; praise is no reason to change."""
    found: dict[int, list[Mention]] = defaultdict(list)
    lately = ThemeMention.objects.filter(on__gt=timezone.localdate(now - A_QUARTER))
    rows = lately.exclude(feeling=Feeling.GOOD).select_related("theme").order_by("pk")
    for row in rows:
        for theme in {row.theme_id, row.theme.above_id} & set(themes):
            found[theme or 0].append(Mention(row.about, row.customer_id, row.feeling, row.on))
    return found


def weigh_mentions(matters: Mapping[int, Collection[Mention]], now: datetime) -> dict[int, Priority]:
    """The priority of each matter, without the work it is."""
    scores = _scores(now)
    severities = _severities(each for rows in matters.values() for each in rows)
    customers = {each.customer for rows in matters.values() for each in rows if each.customer}
    spend = _spend(customers, now)
    today = timezone.localdate(now)
    return {key: _weigh(rows, scores, severities, spend, today) for key, rows in matters.items()}


def _weigh(
    rows: Collection[Mention],
    scores: Mapping[Person, float],
    severities: Mapping[str, int],
    spend: Mapping[int, Decimal],
    today: date,
) -> Priority:
    people = {each.person for each in rows}
    customers = {each.customer for each in rows if each.customer}
    theirs = [score for person, score in scores.items() if person in people]
    others = [score for person, score in scores.items() if person not in people]
    return Priority(
        texts=len({each.about for each in rows}),
        customers=len(customers),
        severity=fmean(_severity(each, severities) for each in rows) if rows else NEITHER,
        gap=gap_between(theirs, others),
        scored=len(theirs),
        recency=recency_of((each.on for each in rows), today),
        spend=sum((spend.get(customer, Decimal(0)) for customer in customers), Decimal(0)),
    )


def _severity(mention: Mention, severities: Mapping[str, int]) -> int:
    usual = BLAME if mention.feeling == Feeling.BAD else NEITHER
    return severities.get(mention.about, usual)


def _severities(mentions: Iterable[Mention]) -> dict[str, int]:
    """From 1 (small) to 4 (danger), for those that were complaints."""
    numbers = {each.about.removeprefix(COMPLAINT) for each in mentions if each.about.startswith(COMPLAINT)}
    rows = Complaint.objects.filter(pk__in=[int(number) for number in numbers if number.isdecimal()])
    worst = max(Severity.values) + 1
    return {f"{COMPLAINT}{pk}": worst - severity for pk, severity in rows.values_list("pk", "severity")}


def _scores(now: datetime) -> dict[Person, float]:
    """What everybody scored in the last quarter, as 1 to 5; one who scored often counts once."""
    given: dict[Person, list[int]] = defaultdict(list)
    for person, score in (*_survey_scores(now), *_review_scores(now)):
        given[person].append(score)
    return {person: fmean(each) for person, each in given.items()}


def _survey_scores(now: datetime) -> Iterator[tuple[Person, int]]:
    rows = Response.objects.counting().filter(confirmed_at__gt=now - A_QUARTER, score__isnull=False)
    for pk, customer, score, kind in rows.values_list("pk", "customer", "score", "survey__kind"):
        stars = as_five(score, kind)
        if stars is not None:
            yield customer or f"feedback.response:{pk}", stars


def _review_scores(now: datetime) -> Iterator[tuple[Person, int]]:
    since = timezone.localdate(now - A_QUARTER)
    rows = Review.objects.filter(written_on__gt=since, score__isnull=False)
    for pk, customer, score in rows.values_list("pk", "customer", "score"):
        yield customer or f"feedback.review:{pk}", score or 0


def _spend(customers: Collection[int], now: datetime) -> dict[int, Decimal]:
    bought = Purchase.objects.filter(customer__in=customers, voided_at=None, at__gt=now - A_YEAR)
    return dict(bought.values_list("customer").annotate(spent=Sum("total")).order_by())
