"""What the answering page shows: each question with its choices, and the words that follow a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from crm.shop.models import ShopSettings
from feedback.answer_language import Tongue, tongues_of
from feedback.models import Invitation, Response, Survey, SurveyVersion
from feedback.questions import Band, Question, Shape
from feedback.survey_gift import Gift


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
    def said_after(self) -> list[tuple[str, str]]:
        """(bands, words): for a page that is there before the score is known."""
        bands: dict[str, list[str]] = {}
        for band in Band:
            bands.setdefault(self.question.asked_after(band), []).append(band)
        return [(" ".join(each), words) for words, each in bands.items()]

    @property
    def is_text(self) -> bool:
        return self.question.shape == Shape.TEXT

    @property
    def ticks(self) -> str:
        """The kind of box."""
        return "checkbox" if self.question.shape == Shape.MANY else "radio"


@dataclass(frozen=True)
class AnswerPage:
    """The questions with what was chosen or typed so far, and what is promised to whoever answers."""

    survey: Survey
    version: SurveyVersion
    given: Mapping[str, Any]
    first_name: str = ""  # all that is said about anybody on this page
    shop: ShopSettings | None = None  # its currency, for what is promised, and its language
    is_in_shop: bool = False  # nobody was invited, so nobody knows who answers

    @classmethod
    def of(cls, invitation: Invitation, given: Mapping[str, Any], shop: ShopSettings | None = None) -> Self:
        """The page of somebody who was invited."""
        customer = invitation.customer
        name = customer.preferred_name or customer.given_name
        return cls(invitation.survey, invitation.version, given, name, shop)

    @property
    def title(self) -> str:
        return self.version.title or self.survey.name

    @property
    def tongues(self) -> list[Tongue]:
        """The languages to choose from."""
        return tongues_of(self.version, self.shop.language if self.shop else "")

    @property
    def is_unnamed(self) -> bool:
        """Then nothing is noted before somebody presses the button."""
        return self.is_in_shop or self.survey.is_anonymous

    @property
    def score(self) -> int | None:
        asked = self.version.score
        return self.given.get(asked.key) if asked else None

    @cached_property
    def band(self) -> str:
        asked = self.version.score
        return asked.band_of(self.score) if asked else ""

    @cached_property
    def asked(self) -> list[Asked]:
        return asked_in(self.version, self.given)

    @property
    def is_just_opened(self) -> bool:
        """Nothing is chosen but what the link in the mail chose beforehand."""
        asked = self.version.score
        return set(self.given) <= ({asked.key} if asked else set())

    @property
    def follow_ups(self) -> list[Asked]:
        """What is asked after the score."""
        return [asked for asked in self.asked if asked.question != self.version.score]

    @property
    def gift(self) -> str:
        """What answering earns, in words; empty when nothing is promised, or nobody knows to whom."""
        gift = None if self.is_unnamed else Gift.read(self.version.gift)
        return gift.in_words(self.shop.currency if self.shop else "") if gift else ""


def asked_in(version: SurveyVersion, given: Mapping[str, Any]) -> list[Asked]:
    """All that a version asks, in the words for whoever gave this score."""
    score = version.score
    band = score.band_of(given.get(score.key)) if score else ""
    return [
        Asked(question, question.asked_after(band), given.get(question.key, "")) for question in version.asked
    ]


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
