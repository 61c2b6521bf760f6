"""The quantile of Student's t, without a statistics library: pages need it, and those are heavy."""

from functools import cache
from math import atan, cos, exp, lgamma, pi, sqrt, tan

from crm.figures.share import Z

PANELS = 1_000
STEPS = 50
CLOSE = 1e-12
HALF_SURE = 0.475  # from the middle to the upper limit of 95 %


@cache
def t_quantile(freedom: float) -> float:
    """How many standard errors a 95 % interval reaches (Student 1908); freedom above zero."""
    if freedom > 1e6:
        return Z
    # With t = sqrt(freedom) tan(angle) the density is a power of a cosine, smooth up to the end.
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(pi)
    angle = atan(Z / sqrt(freedom))
    for _ in range(STEPS):
        step = (HALF_SURE / scale - _area(angle, freedom - 1)) / cos(angle) ** (freedom - 1)
        angle = min(angle + step, (angle + pi / 2) / 2)
        if abs(step) < CLOSE:
            break
    return sqrt(freedom) * tan(angle)


def _area(angle: float, power: float) -> float:
    """Below the cosine to this power, from 0 to the angle (Simpson's rule)."""
    width = angle / PANELS
    inside = sum((4 if i % 2 else 2) * cos(i * width) ** power for i in range(1, PANELS))
    return float(width / 3 * (1 + inside + cos(angle) ** power))
