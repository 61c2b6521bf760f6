"""Figures from daily sums equal what their definitions say in words, on every day."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.figures.display import Manner
from crm.shop.models import Location
from customers.models import Customer, Purchase
from customers.rhythm import LEANING, PATIENCE, USUAL_GAP
from metrics.definitions import METRICS, Span
from metrics.period import Period, Step
from metrics.rollups import rebuild
from metrics.series import trend_of, value_of, values_of
from tests.metrics.buying import day, sell

ON_A_FEW_DAYS = (0, 90, 180, 300, 500)


def fraction(slug, on, **more):
    figure = value_of(METRICS[slug], Period.until(day(on)), **more)
    return figure.numerator, figure.denominator


def by_the_words(histories, on):
    """The definitions, one customer at a time, for those who had bought by then."""
    past = [[each for each in days if each <= on] for days in histories]
    past = [days for days in past if days]
    before = [days for days in past if any(on - 180 < each <= on - 90 for each in days)]
    return {
        "active": (len([days for days in past if days[-1] > on - 90]),) * 2,
        "repeat_by_day": (len([days for days in past if len(days) > 1]), len(past)),
        "overdue": (len([days for days in past if is_overdue(days, on)]), len(past)),
        "retention": (len([days for days in before if days[-1] > on - 90]), len(before)),
        **{f"silent_{length}": silent(past, on, length) for length in (60, 90, 365)},
        **{f"repeat_within_{length}": within(past, on, length) for length in (30, 90)},
    }


def is_overdue(days, on):
    gap = (days[-1] - days[0] + LEANING * USUAL_GAP) / (len(days) - 1 + LEANING)
    return on - days[-1] > PATIENCE * gap + 1e-9


def silent(past, on, length):
    known = [days for days in past if on - days[0] >= length]
    return len([days for days in known if on - days[-1] >= length]), len(known)


def within(past, on, length):
    known = [days for days in past if on - days[0] >= length]
    return len([days for days in known if len(days) > 1 and days[1] - days[0] <= length]), len(known)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    histories=st.lists(
        st.sets(st.integers(0, 450), min_size=1, max_size=5).map(sorted), min_size=1, max_size=4
    )
)
def test_figures_are_what_their_words_say(shop, histories):
    Purchase.objects.all().delete()
    for days in histories:
        sell(Customer.objects.create(), *days)
    rebuild()

    for on in ON_A_FEW_DAYS:
        expected = by_the_words(histories, on)
        assert {slug: fraction(slug, on) for slug in expected} == expected


def test_value_of_a_period_adds_its_days_only(anna, bert):
    sell(anna, 0, 10, total="20")
    sell(bert, 10, 40, total="5")
    sell(None, 10, total="1")
    rebuild()

    revenue = value_of(METRICS["revenue"], Period(day(10), day(39)))

    assert (revenue.numerator, revenue.denominator, revenue.value) == (26, 3, 26.0)
    known = value_of(METRICS["known_share"], Period(day(10), day(39)))
    assert (known.k, known.n, known.display.manner) == (2, 3, Manner.COUNTS_ONLY)
    new = value_of(METRICS["new_revenue"], Period(day(10), day(39)))
    assert new.numerator == 5


def test_value_of_one_place_is_split_without_a_rest(anna, bert):
    market, street = Location.objects.create(name="Market"), Location.objects.create(name="High Street")
    sell(anna, 0, location=market)
    sell(anna, 50, location=street)
    sell(bert, 20, location=street, channel="web")
    rebuild()

    assert fraction("active", 49, location=market) == (1, 1)
    assert fraction("active", 50, location=market) == (0, 0)
    assert fraction("active", 50, location=street) == (2, 2)
    assert fraction("silent_90", 139, location=market) == (0, 0)
    assert fraction("silent_90", 140, location=street) == (2, 2)
    assert fraction("active", 50, location=street, channel="web") == (1, 1)


def test_trend_of_each_step_is_the_value_of_the_step(anna, bert):
    sell(anna, 0, 31, 70)
    sell(bert, 40)
    rebuild()
    period = Period(day(0), day(80))

    for slug in ("orders", "active", "repeat_within_30"):
        trend = trend_of(METRICS[slug], period, Step.MONTH)
        alone = [value_of(METRICS[slug], step) for step in period.steps(Step.MONTH)]
        assert [(each.period, each.numerator, each.denominator) for each in trend] == [
            (each.period, each.numerator, each.denominator) for each in alone
        ]


def test_steps_of_a_period_cover_it_once():
    period = Period(day(0), day(80))

    for step in Step:
        pieces = period.steps(step)
        assert (pieces[0].first, pieces[-1].last) == (period.first, period.last)
        assert all(before.last + timedelta(days=1) == after.first for before, after in pairwise(pieces))


def test_an_empty_shop_has_figures_that_say_nothing(shop):
    rebuild()

    for metric in METRICS.values():
        figure = value_of(metric, Period.until(day(0)))
        if metric.is_total:
            assert (figure.value, figure.numerator) == (0, 0)
        else:
            assert (figure.value, figure.display.manner) == (None, Manner.NO_DATA)


def test_a_page_of_figures_never_looks_at_what_was_bought(anna, django_assert_max_num_queries):
    sell(anna, 0)
    rebuild()
    wanted = [(metric, metric.period(day(0))) for metric in METRICS.values() if metric.span != Span.ROWS]

    with django_assert_max_num_queries(4) as asked:
        values_of(wanted)

    assert [
        query["sql"] for query in asked if "purchase" in query["sql"] or "buyingday" in query["sql"]
    ] == []
