"""Icons for what stands on the timeline, and small words around it."""

from urllib.parse import urlencode

from django import template

from customers.kinds import kind_of
from customers.models import Mood, QuickFactKind

register = template.Library()

MOOD_ICONS = {Mood.HAPPY: "smile", Mood.NEUTRAL: "meh", Mood.UNHAPPY: "frown"}
FACT_ICONS = {
    QuickFactKind.LIKES: "heart",
    QuickFactKind.SIZE: "ruler",
    QuickFactKind.BUYS_FOR: "gift",
    QuickFactKind.GOOD_TO_KNOW: "lightbulb",
}


@register.filter
def kind_icon(key: str) -> str:
    """The icon of a timeline kind."""
    return kind_of(key).icon


@register.filter
def kind_label(key: str) -> str:
    """What a kind of line is called."""
    return str(kind_of(key).label)


@register.filter
def mood_icon(mood: str) -> str:
    return MOOD_ICONS.get(Mood(mood), "meh")


@register.filter
def fact_icon(kind: str) -> str:
    return FACT_ICONS.get(QuickFactKind(kind), "lightbulb")


@register.filter
def with_name(address: str, typed: str) -> str:
    """The address of "new customer" with the name that nobody had."""
    return f"{address}?{urlencode({'name': typed})}" if address else ""
