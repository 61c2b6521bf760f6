"""What somebody looks at, and against what."""

from datetime import date

from metrics.definitions import METRICS
from metrics.lens import Lens
from metrics.period import Period

TODAY = date(2026, 11, 27)
LENS = Lens(last=TODAY, today=TODAY)
LONG_AGO = date(2020, 1, 1)


def against(slug, opened, lens=LENS):
    return lens.against(METRICS[slug], opened)


def test_sales_are_compared_with_the_same_weekdays_of_last_year():
    assert against("revenue", LONG_AGO).period == Period(date(2025, 10, 30), date(2025, 11, 28))


def test_a_young_shop_is_compared_with_the_days_before():
    then = against("revenue", date(2026, 1, 1))

    assert then.period == Period(date(2026, 9, 29), date(2026, 10, 28))
    assert str(then.words) == "in the 30 days before"


def test_what_customers_say_is_never_compared_with_a_year_ago():
    assert against("nps", LONG_AGO).period == Period.until(date(2026, 8, 29))


def test_nobody_compares_where_nothing_was_counted():
    assert against("revenue", None) is None


def test_pages_letter_and_programs_mean_the_same_days_when_nobody_asked_for_others():
    for metric in METRICS.values():
        assert LENS.period(metric) == metric.period(TODAY)
    assert METRICS["repeat_within_90"].period(TODAY) == Period.rolling(180, TODAY)
    assert METRICS["repeat_within_90"].whole_past(TODAY) == Period.until(TODAY)


def test_the_address_says_only_what_is_unusual():
    assert LENS.query == ""
    assert Lens(last=date(2026, 1, 1), today=TODAY, days=7, channel="web").query == (
        "days=7&until=2026-01-01&channel=web"
    )
