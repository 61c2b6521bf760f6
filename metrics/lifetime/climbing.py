"""From a start to the top of a likelihood."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from metrics.lifetime.histories import Floats

Hill = Callable[[Floats], tuple[float, Floats]]

EDGE = 14.0  # logarithms beyond it are as good as infinite
CLOSE, NEAR = 1e-9, 1e-5
SMALL = 1e-5
STEPS = 12


@dataclass(frozen=True)
class Top:
    """Where the climb ended; `errors` are None where the hill is no hill but a ridge."""

    at: Floats
    height: float
    errors: tuple[float, ...] | None  # standard errors, from the curvature there or close by


def climb(hill: Hill, start: Floats) -> Top:
    """L-BFGS-B to come near, Newton to arrive."""
    height = abs(hill(start)[0]) or 1.0

    def valley(at: Floats) -> tuple[float, Floats]:
        value, slope = hill(at)
        return -value / height, -slope / height

    found = minimize(
        valley,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(-EDGE, EDGE)] * len(start),
        options={"maxiter": 200, "ftol": 1e-11, "gtol": 1e-7},
    )
    return _stepped(hill, found.x)


def arrive(hill: Hill, near: Floats) -> Top:
    """From a start that is near: Newton's steps, or the long way where they lead nowhere."""
    top = _stepped(hill, near)
    return climb(hill, near) if top.errors is None else top


def _stepped(hill: Hill, start: Floats) -> Top:
    """Newton's steps; the curvature is measured anew when they tarry."""
    at, (height, slope) = start, hill(start)
    curved, before = curvature(hill, at, slope), np.inf
    for _ in range(STEPS):
        step = _uphill(curved, slope)
        if step is None:
            return Top(at, height, None)
        size = float(np.abs(step).max())
        value, next_slope = hill(at + step)
        if not value >= height - 1e-12 * abs(height):
            # Downhill: no top here, unless so near it that rounding decides.
            return Top(at, height, _errors(curved) if size < NEAR else None)
        at, height, slope = at + step, value, next_slope
        if size < CLOSE:
            break
        if size > before / 10:
            curved = curvature(hill, at, slope)
        before = size
    return Top(at, height, _errors(curved))


def curvature(hill: Hill, at: Floats, slope: Floats) -> Floats:
    """Minus the second derivatives, by differences of the slope."""
    rows = [(slope - hill(at + SMALL * along)[1]) / SMALL for along in np.eye(len(at))]
    return (np.array(rows) + np.array(rows).T) / 2


def _uphill(curved: Floats, slope: Floats) -> Floats | None:
    """None unless every way from the top leads down."""
    try:
        half = np.linalg.cholesky(curved)
    except np.linalg.LinAlgError:
        return None
    step: Floats = np.linalg.solve(half.T, np.linalg.solve(half, slope))
    return step * min(1.0, 1.0 / float(np.abs(step).max() or 1.0))


def _errors(curved: Floats) -> tuple[float, ...] | None:
    try:
        np.linalg.cholesky(curved)
    except np.linalg.LinAlgError:
        return None
    return tuple(float(error) for error in np.sqrt(np.diag(np.linalg.inv(curved))))
