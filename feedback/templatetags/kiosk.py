"""The tablet for customers: a face beside each score, and the words that follow it."""

from django import template

from feedback.questions import Question

register = template.Library()
FACES = {"1": "angry", "2": "frown", "3": "meh", "4": "smile", "5": "laugh"}


@register.filter
def face(score: str) -> str:
    """The icon of one of five."""
    return FACES[score]


@register.filter
def band(question: Question, score: str) -> str:
    """What a score says about whoever tapped on it."""
    return question.band_of(int(score))
