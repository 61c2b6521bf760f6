"""How big the shop is that we measure."""

from dataclasses import dataclass

# The data set L of the load targets, and a shop ten times as large.
LARGE = (100_000, 1_000_000, 3_000_000, 2_000_000)
HUGE = (1_000_000, 2_000_000, 4_000_000, 4_000_000)


@dataclass(frozen=True)
class Size:
    """Rows of each kind; interactions include the line that every known customer's purchase has."""

    customers: int
    purchases: int
    lines: int
    interactions: int

    @property
    def lines_each(self) -> int:
        """Lines of a receipt."""
        return max(1, self.lines // self.purchases)


def most_seconds(scale: float) -> float:
    """In how long the data set must be there."""
    return 900 if scale >= 10 else 300


def size_of(scale: float) -> Size:
    """SCALE=1 is the data set L, SCALE=10 the huge one, less than 1 a smaller one of the same shape."""
    if scale >= 10:
        return Size(*HUGE)
    return Size(*(max(20, int(count * scale)) for count in LARGE))
