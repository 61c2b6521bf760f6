"""What the answering page shows: each question with its choices, and the words that follow a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from feedback.models import Invitation, Response
from feedback.questions import Question, Shape


@dataclass(frozen=True)
class Choice:
    """One thing to tick."""

    key: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """One question on the page."""

    question: Question
    words: str
    given: Any

    @property
    def choices(self) -> list[Choice]:
        chosen = set(map(str, self.given if isinstance(self.given, list) else [self.given]))
        return [Choice(each.key, each.words, each.key in chosen) for each in self.question.choices]

    @property
    def is_text(self) -> bool:
        return self.question.shape == Shape.TEXT

    @property
    def ticks(self) -> str:
        """The kind of box."""
        return "checkbox" if self.question.shape == Shape.MANY else "radio"


@dataclass(frozen=True)
class AnswerPage:
    """An invitation with what was chosen or typed so far."""

    invitation: Invitation
    given: Mapping[str, Any]

    @cached_property
    def band(self) -> str:
        score = self.invitation.version.score
        return score.band_of(self.given.get(score.key)) if score else ""

    @cached_property
    def asked(self) -> list[Asked]:
        return [
            Asked(question, question.asked_after(self.band), self.given.get(question.key, ""))
            for question in self.invitation.version.asked
        ]

    @property
    def first_name(self) -> str:
        """All that is said about anybody on this page."""
        customer = self.invitation.customer
        return customer.preferred_name or customer.given_name


def given_before(response: Response | None) -> dict[str, Any]:
    """What they have answered so far."""
    if response is None:
        return {}
    answers = response.answers.all()
    return {answer.question: answer.text or answer.options or answer.number for answer in answers}


def said(response: Response) -> list[tuple[str, str]]:
    """(question as it was asked, answer in words) of everything that was answered."""
    words = in_words(response)
    asked = (question for question in response.version.asked if question.key in words)
    return [(question.asked_after(response.band), words[question.key]) for question in asked]


def in_words(response: Response) -> dict[str, str]:
    """{key of a question: the answer in words}."""
    given, asked = given_before(response), response.version.asked
    return {
        question.key: _in_words(question, given[question.key]) for question in asked if question.key in given
    }


def _in_words(question: Question, given: Any) -> str:
    if question.shape == Shape.TEXT:
        return str(given)
    words = {choice.key: choice.words for choice in question.choices}
    chosen = given if isinstance(given, list) else [given]
    return ", ".join(words.get(str(key), str(key)) for key in chosen)
