"""What stands below a figure: where the shop wants it, and where others are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Aim:
    """In words, and whether that is good; empty where it cannot be said."""

    words: str
    tone: str = ""
