"""How sure a figure is: the ends of its interval."""

from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar


class Figure(Protocol):
    """Anything with a value, the n it stands on and the ends of its interval."""

    @property
    def n(self) -> int: ...
    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


class Limits:
    """For a figure that knows how its 95 % interval is computed."""

    @property
    def low(self) -> float:
        return self._ends[0]

    @property
    def high(self) -> float:
        return self._ends[1]

    @cached_property
    def _ends(self) -> tuple[float, float]:
        """Computed once, whichever end is asked for first."""
        return self._limits()

    def _limits(self) -> tuple[float, float]:
        raise NotImplementedError


Kind = TypeVar("Kind", bound=Figure)


@dataclass(frozen=True)
class Pair(Limits, Generic[Kind]):
    """The first figure minus the second, in their unit."""

    first: Kind
    second: Kind

    @property
    def n(self) -> int:
        """The smaller side decides what may be said."""
        return min(self.first.n, self.second.n)

    @property
    def value(self) -> float | None:
        """None when one of them has none."""
        if self.first.value is None or self.second.value is None:
            return None
        return self.first.value - self.second.value
