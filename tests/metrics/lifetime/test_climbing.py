"""To the top of a hill, from near and from far."""

import numpy as np
import pytest

from metrics.lifetime.climbing import arrive, climb

TOP = np.array([1.0, -2.0])


def round_hill(at):
    """A smooth hill that is no parabola; curvature 2 at the top."""
    far = at - TOP
    return float(-(np.cosh(far) - 1).sum() * 2), -2 * np.sinh(far)


def ridge(at):
    """Only the first way leads up and down."""
    return float(-((at[0] - 1) ** 2)), np.array([-2 * (at[0] - 1), 0.0])


def two_hills(at):
    """Between the hills at -1 and 1 is a saddle, where Newton's step is lost."""
    return float(-((at[0] ** 2 - 1) ** 2) - at[1] ** 2), np.array([-4 * at[0] * (at[0] ** 2 - 1), -2 * at[1]])


@pytest.mark.parametrize("way", [climb, arrive])
@pytest.mark.parametrize("start", [[1.1, -2.1], [4.0, 3.0]])
def test_the_top_is_reached(way, start):
    top = way(round_hill, np.array(start))

    assert top.at == pytest.approx(TOP, abs=1e-7)
    assert top.height == pytest.approx(0, abs=1e-12)
    assert top.errors == pytest.approx((0.5**0.5, 0.5**0.5), rel=0.01)


def test_a_ridge_has_no_errors():
    assert arrive(ridge, np.array([0.0, 0.0])).errors is None


def test_where_steps_lead_nowhere_the_long_way_is_taken():
    top = arrive(two_hills, np.array([0.1, 0.5]))

    assert top.at == pytest.approx([1, 0], abs=1e-6)
    assert top.errors is not None
