"""The cycle as a picture."""

from datetime import date
from decimal import Decimal

from customers.models import Stage
from metrics.definitions import METRICS
from metrics.figure import Sums
from metrics.period import Period
from metrics.picture import LARGEST, SMALLEST, Standing, picture_of
from metrics.series import figure_of

TODAY = date(2026, 11, 15)
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)


def figure(slug, *sums):
    return figure_of(METRICS[slug], Period.until(TODAY), Sums(*map(Decimal, sums)))


def drawn(k=20, **stocks):
    moves = {
        (NOVEMBER, "attraction", "conversion"): 3,
        (OCTOBER, "attraction", "conversion"): 9,
        (NOVEMBER, "retention", "lapsed"): 2,
        (NOVEMBER, "lapsed", "retention"): 1,
    }
    counted = Standing(TODAY, dict.fromkeys(Stage.values, 0) | stocks, moves)
    return picture_of(counted, figure("referrals", 2, 2), figure("k_factor", k, 100))


def test_only_the_moves_of_this_month_are_drawn():
    picture = drawn(attraction=4)

    assert [way.count for way in picture.ways] == [3, 0, 0]
    assert (picture.went_silent, picture.came_back, picture.upward.count) == (2, 1, 2)


def test_the_area_of_a_circle_says_how_many():
    radii = {circle.stage: circle.radius for circle in drawn(attraction=1, retention=4).circles}

    assert (radii["retention"], radii["lapsed"]) == (LARGEST, SMALLEST)
    assert radii["attraction"] == (LARGEST + SMALLEST) // 2


def test_the_spiral_says_what_ten_customers_become():
    assert "12.5" in drawn(k=20).spiral
    assert drawn(k=100).spiral == ""


def test_whoever_does_not_see_it_hears_it():
    words = drawn(attraction=4).words

    assert "Attraction: 4" in words
    assert "2 customers were sent by others" in words
