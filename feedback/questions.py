"""What a survey asks: questions and their options, each with a key that stays. Pure.

Answers are kept by key, never by words: a survey that is put in better words, or in another language, is
still the same question.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.page_words import say

MOST_QUESTIONS, MOST_OPTIONS = 8, 12
MIDDLE_OF_NPS, TOP_OF_NPS = 7, 9


class Shape(StrEnum):
    """How a question is answered."""

    STARS = "stars"  # 1 to 5, each with its words
    LIKELY = "likely"  # 0 to 10
    ONE = "one"
    MANY = "many"
    TEXT = "text"


SHAPE_WORDS: dict[str, str | Promise] = {
    Shape.STARS: _("1 to 5"),
    Shape.LIKELY: _("0 to 10: how likely"),
    Shape.ONE: _("One of a list"),
    Shape.MANY: _("Some of a list"),
    Shape.TEXT: _("Own words"),
}
SCALES: dict[str, range] = {Shape.STARS: range(1, 6), Shape.LIKELY: range(11)}
STAR_WORDS = (_("very bad"), _("bad"), _("all right"), _("good"), _("very good"))


class Band(StrEnum):
    """What a score says about somebody: it chooses the next words, never who may speak."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


BAND_WORDS: dict[str, str | Promise] = {
    Band.LOW: _("Unhappy"),
    Band.MIDDLE: _("In between"),
    Band.HIGH: _("Happy"),
}


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    key: str
    words: str


@dataclass(frozen=True)
class Question:
    """One question; a text may ask in other words after a low or a high score."""

    key: str
    shape: str
    words: str
    options: tuple[Option, ...] = ()
    is_required: bool = False
    words_low: str = ""
    words_high: str = ""

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what a version keeps."""
        options = tuple(Option(**option) for option in kept.get("options", ()))
        return cls(**{**kept, "options": options})

    def kept(self) -> dict[str, Any]:
        """As a version keeps it."""
        return asdict(self) | {"options": [asdict(option) for option in self.options]}

    @property
    def is_scale(self) -> bool:
        return self.shape in SCALES

    @property
    def top(self) -> int:
        """The best that can be given on its scale."""
        return SCALES[self.shape][-1]

    @property
    def choices(self) -> list[Option]:
        """All that can be chosen, with the words that stand beside it."""
        if self.shape == Shape.STARS:
            words = map(say, STAR_WORDS)
            return [Option(str(value), f"{value} – {next(words)}") for value in SCALES[self.shape]]
        return [Option(str(value), str(value)) for value in SCALES.get(self.shape, ())] or list(self.options)

    def asked_after(self, band: str) -> str:
        """Its words for whoever gave a score of this band."""
        return {Band.LOW: self.words_low, Band.HIGH: self.words_high}.get(
            Band(band or "middle")
        ) or self.words

    def band_of(self, score: int | None) -> str:
        """The band of a score on this scale; empty where there is none."""
        if score is None or not self.is_scale:
            return ""
        middle, top = (MIDDLE_OF_NPS, TOP_OF_NPS) if self.shape == Shape.LIKELY else (3, 4)
        if score >= top:
            return Band.HIGH
        return Band.MIDDLE if score >= middle else Band.LOW


def read_all(kept: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """All questions of a version."""
    return tuple(map(Question.read, kept))


def score_question(questions: Iterable[Question]) -> Question | None:
    """The one whose answer is the score: the first that has a scale."""
    return next((question for question in questions if question.is_scale), None)
