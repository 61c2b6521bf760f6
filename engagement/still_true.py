"""Is the reason of a mail still there? A socket: whoever plans mail says how to ask again before it leaves.

    @asks_before_sending("enquiry.")
    def is_still_open(message, now): ...

The purpose of the mail begins with the registered word; the answer is why not to send it, or None.
"""

from collections.abc import Callable
from datetime import datetime

from engagement.models import Message, SkipReason

Question = Callable[[Message, datetime], SkipReason | None]
_QUESTIONS: dict[str, Question] = {}


def asks_before_sending(purpose: str) -> Callable[[Question], Question]:
    """Register the question for every mail whose purpose begins so."""

    def register(question: Question) -> Question:
        if _QUESTIONS.setdefault(purpose, question) is not question:
            raise ValueError(f"Somebody asks about {purpose} already.")
        return question

    return register


def why_no_longer(message: Message, now: datetime) -> SkipReason | None:
    """The first reason that anybody who knows of this purpose has against it."""
    asked = (question for purpose, question in _QUESTIONS.items() if message.purpose.startswith(purpose))
    return next((reason for question in asked if (reason := question(message, now))), None)
