"""How the floors above empty themselves when the demo is cleared: a socket filled from `ready()`."""

from collections.abc import Callable

Clearing = Callable[[], None]
_CLEARINGS: list[Clearing] = []


def clears_with_the_demo(clearing: Clearing) -> Clearing:
    """Register a function that deletes everything of its floor, or of its part of it."""
    if clearing not in _CLEARINGS:
        _CLEARINGS.append(clearing)
    return clearing


def clear_everything_above() -> None:
    """The highest floor first, so that nothing stands on air."""
    for clearing in reversed(_CLEARINGS):
        clearing()
