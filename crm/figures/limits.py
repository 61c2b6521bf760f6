"""How sure a figure is: the ends of its interval."""


class Limits:
    """For a figure that knows how its 95 % interval is computed."""

    @property
    def low(self) -> float:
        return self._limits()[0]

    @property
    def high(self) -> float:
        return self._limits()[1]

    def _limits(self) -> tuple[float, float]:
        raise NotImplementedError
