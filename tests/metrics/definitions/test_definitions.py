"""Every metric says what it means."""

import pytest

from metrics.cases import CASES
from metrics.counting.history import EVENTS
from metrics.counting.paths import METRICS as PATHS
from metrics.counting.voices import METRICS as VOICES
from metrics.definitions import METRICS, Span
from metrics.definitions.churn import SILENT
from metrics.people import PEOPLE

UNCOUNTED = {"revenue", "promoters less detractors"}  # a sum, and a difference


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_a_metric_says_what_it_means(metric):
    words = (metric.name, metric.formula, metric.numerator, metric.denominator, metric.window)
    assert all(map(str, (*words, metric.exclusions, metric.people, metric.source)))


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_what_a_metric_counts_has_a_word_for_one_and_for_many(metric):
    for noun in (metric.numerator, metric.denominator):
        none, one, two = (noun.of(number) for number in range(3))
        assert none == two == str(noun)
        assert one != two or two in UNCOUNTED
        assert "{" not in one + two


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_a_metric_is_counted_and_has_people(metric):
    if metric == SILENT:
        return
    counted = metric.slug in CASES if metric.span == Span.ROWS else metric.stored in VOICES + PATHS
    assert counted or f"'{metric.stored}'" in EVENTS
    assert metric.slug in PEOPLE
