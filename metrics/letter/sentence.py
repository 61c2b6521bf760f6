"""One sentence of a letter: a figure that can be followed, and what is said of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """`figure` is a link to `address`; `rest` may hold names that staff have typed."""

    figure: str
    address: str
    rest: str = ""
