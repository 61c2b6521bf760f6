"""Chance that falls the same way every time."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Generic, TypeVar

Card = TypeVar("Card")


def dice(purpose: str) -> Random:
    """A source of chance of its own for each purpose, so that a new part never changes an old one."""
    return Random(f"Quill & Thimble: {purpose}")  # noqa: S311 - the opposite of a secret


class Deck(Generic[Card]):
    """Cards dealt one by one: always the one used least, none more often than `most`."""

    def __init__(self, cards: Sequence[Card], rolls: Random, *, most: int) -> None:
        self._cards = rolls.sample(list(cards), len(cards))
        self._used = [0] * len(cards)
        self._most = most

    def deal(self, fits: Callable[[Card], bool]) -> Card | None:
        """The least used card that fits, or None."""
        fitting = [
            number
            for number, card in enumerate(self._cards)
            if self._used[number] < self._most and fits(card)
        ]
        if not fitting:
            return None
        best = min(fitting, key=lambda number: (self._used[number], number))
        self._used[best] += 1
        return self._cards[best]
