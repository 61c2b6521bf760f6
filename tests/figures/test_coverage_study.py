"""How often the intervals hold the truth: exactly where the outcomes can be counted, else by drawing."""

from functools import cache
from math import exp, lgamma, log, sqrt

import numpy as np
import pytest

from crm.figures.bootstrap import ratio_limits
from crm.figures.difference import Difference
from crm.figures.incidence import Incidence
from crm.figures.mean import Mean, MeanDifference
from crm.figures.promoters import PromoterScore
from crm.figures.quantile import Quantile
from crm.figures.share import Share, Z
from crm.figures.survival import Waiting

pytestmark = pytest.mark.long_study

SHARES = np.linspace(0.02, 0.98, 97)
# True mix, answers; measured share of intervals that hold the true score, by Wald, bootstrap and adjusted
# Wald; mean width of the last in points (20,000 samples; bootstrap 1,500).
NPS_STUDY = [
    ((0.55, 0.28, 0.17), 10, 0.882, 0.885, 0.940, 80),
    ((0.55, 0.28, 0.17), 30, 0.932, 0.951, 0.954, 51),
    ((0.55, 0.28, 0.17), 100, 0.944, 0.949, 0.949, 29),
    ((0.80, 0.15, 0.05), 10, 0.883, 0.887, 0.946, 69),
    ((0.80, 0.15, 0.05), 30, 0.914, 0.919, 0.960, 40),
    ((0.80, 0.15, 0.05), 100, 0.935, 0.942, 0.953, 21),
    ((0.93, 0.06, 0.01), 10, 0.517, 0.515, 0.969, 59),
    ((0.93, 0.06, 0.01), 30, 0.884, 0.883, 0.964, 29),
    ((0.93, 0.06, 0.01), 100, 0.886, 0.939, 0.962, 14),
]


def chances(n, share):
    """Of k in n, for every k."""
    k = np.arange(n + 1)
    ways = [lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) for i in k]
    return np.exp(ways + k * log(share) + (n - k) * log(1 - share))


def held(intervals, truth):
    """The part of the intervals that hold it; each is (low, high)."""
    low, high = np.array(list(intervals)).T
    return float(((low <= truth + 1e-9) & (truth - 1e-9 <= high)).mean())


def wald(score):
    up, down = score.promoters / score.n, score.detractors / score.n
    half = 100 * Z * sqrt((up + down - (up - down) ** 2) / score.n)
    return score.value - half, score.value + half


def drawn_again(score, random, draws=1_000):
    """The percentile bootstrap of one sample of answers."""
    mix = np.array([score.promoters, score.passives, score.detractors]) / score.n
    counts = random.multinomial(score.n, mix, size=draws)
    return tuple(np.percentile(100 * (counts[:, 0] - counts[:, 2]) / score.n, (2.5, 97.5)))


@pytest.mark.parametrize(("mix", "n", "plain", "bootstrap", "adjusted", "width"), NPS_STUDY)
def test_promoter_scores_hold_the_truth_as_measured(mix, n, plain, bootstrap, adjusted, width):
    random, truth = np.random.default_rng(2016), 100 * (mix[0] - mix[2])
    samples = [PromoterScore(*map(int, counts)) for counts in random.multinomial(n, mix, size=20_000)]

    ours = held(((score.low, score.high) for score in samples), truth)

    assert ours == pytest.approx(adjusted, abs=0.007)
    assert ours >= 0.935
    assert held(map(wald, samples), truth) == pytest.approx(plain, abs=0.01)
    few = [drawn_again(score, random) for score in samples[:1_500]]
    assert held(few, truth) == pytest.approx(bootstrap, abs=0.03)
    assert np.mean([score.high - score.low for score in samples]) == pytest.approx(width, abs=1.0)


@pytest.mark.parametrize("n", [5, 10, 30, 100, 400])
def test_wilson_holds_the_truth_on_average(n):
    limits = np.array([(Share(k, n).low, Share(k, n).high) for k in range(n + 1)])

    covered = [chances(n, share)[(limits[:, 0] <= share) & (share <= limits[:, 1])].sum() for share in SHARES]

    # Brown, Cai and DasGupta 2001: near 95 % on average, seldom far below at any one share.
    assert np.mean(covered) == pytest.approx(0.953, abs=0.012)
    assert min(covered) > 0.83


@pytest.mark.parametrize("mean", [0.1, 0.5, 1, 3, 10, 30, 100, 400])
def test_exact_poisson_limits_hold_the_truth_at_least_as_often_as_they_say(mean):
    counts = np.arange(int(mean + 12 * sqrt(mean) + 12))
    chance = np.array([exp(k * log(mean) - mean - lgamma(k + 1)) for k in counts])
    rates = [Incidence(int(k), 1_000, per=1_000) for k in counts]

    holds = np.array([rate.low <= mean <= rate.high for rate in rates])

    assert 0.95 <= chance[holds].sum() <= 1


@cache
def share_of(k, n):
    return Share(k, n)


@pytest.mark.parametrize(("first", "second"), [(10, 10), (30, 30), (20, 60)])
def test_newcombe_holds_the_truth_on_average(first, second):
    pairs = [(i, j) for i in range(first + 1) for j in range(second + 1)]
    differences = [Difference(share_of(i, first), share_of(j, second)) for i, j in pairs]
    low, high = np.array([(difference.low, difference.high) for difference in differences]).T

    covered = []
    for one, other in np.random.default_rng(1998).uniform(0.05, 0.95, (300, 2)):
        chance = np.outer(chances(first, one), chances(second, other)).ravel()
        covered.append(chance[(low <= one - other) & (one - other <= high)].sum())

    assert np.mean(covered) == pytest.approx(0.953, abs=0.012)
    assert min(covered) > 0.88


@pytest.mark.parametrize(("n", "part"), [(6, 0.5), (15, 0.5), (60, 0.5), (40, 0.9), (200, 0.9)])
def test_two_values_hold_the_quantile_whatever_the_times_are_like(n, part):
    random = np.random.default_rng(1936)
    truth = np.quantile(random.lognormal(2, 2, 4_000_000), part)

    samples = (Quantile(np.sort(random.lognormal(2, 2, n)).tolist(), part) for _ in range(5_000))

    assert 0.942 <= held(((sample.low, sample.high) for sample in samples), truth) <= 0.995


@pytest.mark.parametrize("patience", [20.0, 60.0])
def test_open_cases_do_not_flatter_the_median(patience):
    random, truth = np.random.default_rng(1958), 10 * log(2)

    def sample(n=60):
        takes, watched = random.exponential(10, n), random.uniform(0, patience, n)
        closed = takes <= watched
        return Waiting(tuple(takes[closed].tolist()), tuple(watched[~closed].tolist()))

    samples = [sample() for _ in range(2_000)]

    assert held(((one.low, one.high) for one in samples), truth) == pytest.approx(0.95, abs=0.02)
    alone = [Waiting(one.closed) for one in samples]
    assert np.median([one.value for one in alone]) < np.median([one.value or 99 for one in samples])


def test_welch_holds_the_difference_when_the_spreads_differ():
    random = np.random.default_rng(1947)
    samples = [(random.normal(5, 1, 25).tolist(), random.normal(3, 6, 8).tolist()) for _ in range(5_000)]

    differences = [MeanDifference(Mean.of(one), Mean.of(other)) for one, other in samples]

    assert held(((d.low, d.high) for d in differences), 2) == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize(("customers", "least"), [(30, 0.87), (300, 0.92)])
def test_heavy_tails_make_the_interval_of_mean_money_a_little_short(customers, least):
    random = np.random.default_rng(1979)
    orders = [random.poisson(2, customers) + 1.0 for _ in range(1_000)]
    spends = [count * random.lognormal(3, 0.8, customers) for count in orders]
    truth = exp(3 + 0.8**2 / 2)

    limits = [ratio_limits(spend, count, draws=400) for spend, count in zip(spends, orders, strict=True)]

    assert least <= held(limits, truth) <= 0.97
