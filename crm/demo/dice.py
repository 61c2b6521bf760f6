"""Chance that falls the same way every time."""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


def dice(purpose: str) -> Random:
    """A source of chance of its own for each purpose, so that a new part never changes an old one."""
    return Random(f"Quill & Thimble: {purpose}")  # noqa: S311 - the opposite of a secret


class Deck:
    """Cards dealt one by one, shuffled; the best card is the one used least."""

    def __init__(self, cards: Sequence[Thing], rolls: Random) -> None:
        self._cards = rolls.sample(list(cards), len(cards))
        self._used = [0] * len(cards)

    def deal(self, fits: Callable[[Thing], bool]) -> Thing | None:
        """The least used card that fits, or None."""
        fitting = [number for number, card in enumerate(self._cards) if fits(card)]
        if not fitting:
            return None
        best = min(fitting, key=lambda number: (self._used[number], number))
        self._used[best] += 1
        return self._cards[best]  # type: ignore[return-value]
