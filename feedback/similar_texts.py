"""Texts that share their rare words with one that was sorted before. Pure."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from feedback.theme_words import EMPTY, WORD, Suggestion, plain

SHORTEST_WORD, FEWEST_SHARED, LEAST = 4, 3, 0.5
SHOWN = 60


def rare_words(text: str) -> frozenset[str]:
    """What a text is made of, without what every text says."""
    return frozenset(word for word in WORD.findall(plain(text)) if len(word) >= SHORTEST_WORD) - EMPTY


def suggest_like(text: str, sorted_before: Iterable[tuple[str, Mapping[int, int]]]) -> list[Suggestion]:
    """The themes of the most similar text, as somebody has sorted it; none when no text is similar enough."""
    words = rare_words(text)
    found = max(
        ((_likeness(words, rare_words(past)), past, themes) for past, themes in sorted_before),
        key=lambda each: each[0],
        default=None,
    )
    if found is None or found[0] < LEAST:
        return []
    _share, past, themes = found
    because = (_("as in: %s") % past[:SHOWN],)
    return [Suggestion(theme, feeling, because) for theme, feeling in themes.items()]


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter text's rare words that both have; nothing when they share only a few."""
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared >= FEWEST_SHARED else 0.0
