"""The dictionary that suggests themes: words a shopkeeper can read, and no model. Pure.

One phrase a line; `*` stands for any ending; a phrase that says by itself how people felt ends in `+` or `-`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from customers.cleaning import fold

GOOD, NEUTRAL, BAD = 1, 0, -1
# What parts one thing somebody says from the next.
CLAUSE = re.compile(
    r"[.!?;:\n]+|,|\s+-+\s+|\b(?:but|however|although|though|yet|otherwise|except|unfortunately)\b"
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
NOT = re.compile(r"not|no|never|hardly|(?:is|was|are|do|does|did|ca|could|would)nt|without")
REACH = 3  # words before a judgement in which a "not" turns it round

TOO = re.compile(r"\btoo\b")


def read_phrases() -> dict[str, str]:
    """What stands in the file, section by section, a phrase a line."""
    lines = (Path(__file__).parent / "theme_phrases.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, list[str]] = {}
    for line in lines:
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            section.append(line)
    return {name: re.sub(r",\s*", "\n", " ".join(section)) for name, section in found.items()}


PHRASES = read_phrases()
# Words that say nothing about a theme, however often they come.
EMPTY = frozenset(PHRASES["empty"].splitlines())


@dataclass(frozen=True)
class Suggestion:
    """A theme a text may be about, how it seems to speak of it, and the words that say so."""

    theme: int
    sentiment: int
    because: tuple[str, ...]


def suggest(text: str, words: Mapping[int, str]) -> list[Suggestion]:
    """What the words of each theme find in a text; the theme with most of them first."""
    clauses = [clause for clause in CLAUSE.split(plain(text)) if clause.strip()]
    found = [each for theme, phrases in words.items() if (each := _suggestion(theme, phrases, clauses))]
    return sorted(found, key=lambda each: (-len(each.because), each.theme))


def unknown_words(texts: Iterable[str], words: Mapping[int, str], *, least: int = 5) -> list[tuple[str, int]]:
    """What many texts say and no theme knows: (word, in how many texts), the most frequent first."""
    every = [_finder(phrases) for phrases in words.values()]
    counts: Counter[str] = Counter()
    for text in texts:
        said = set(WORD.findall(plain(text))) - EMPTY
        counts.update(word for word in said if len(word) > 3 and not any(find.search(word) for find in every))
    frequent = [(word, count) for word, count in counts.items() if count >= least]
    return sorted(frequent, key=lambda each: (-each[1], each[0]))


def clean_phrases(typed: str) -> str:
    """The words of a theme as they are kept: folded, each once, one a line."""
    lines = [plain(line) for line in typed.replace(",", "\n").splitlines()]
    return "\n".join(dict.fromkeys(line for line in lines if WORD.search(line)))


def _suggestion(theme: int, phrases: str, clauses: list[str]) -> Suggestion | None:
    because: dict[str, None] = {}
    felt: list[int] = []
    for clause in clauses:
        for match in _finder(phrases).finditer(clause):
            because[match.group()] = None
            felt.append(_own_mood(phrases, match.group()) or mood(clause))
    if not because:
        return None
    total = sum(felt)
    return Suggestion(theme, (total > 0) - (total < 0), tuple(because))


def mood(clause: str) -> int:
    """How a part of a sentence speaks of something: 1 well, -1 ill, 0 neither, or both."""
    score = -1 if TOO.search(clause) else 0
    for finder, weight in ((_finder(PHRASES["praise"]), 1), (_finder(PHRASES["blame"]), -1)):
        for match in finder.finditer(clause):
            score += -weight if _is_turned(clause[: match.start()]) else weight
    return (score > 0) - (score < 0)


def _is_turned(before: str) -> bool:
    return any(NOT.fullmatch(word) for word in before.replace("'", "").split()[-REACH:])


def _own_mood(phrases: str, said: str) -> int:
    for phrase in phrases.splitlines():
        if phrase[-1:] in "+-" and _finder(phrase).fullmatch(said):
            return GOOD if phrase.endswith("+") else BAD
    return NEUTRAL


@lru_cache(maxsize=512)
def _finder(phrases: str) -> re.Pattern[str]:
    """One pattern for all phrases of a theme, the longest first."""
    parts = sorted(
        {phrase.rstrip("+- ").strip() for phrase in phrases.splitlines()} - {""}, key=len, reverse=True
    )
    escaped = [
        re.escape(part).replace(r"\*", r"\w*").replace(r"\?", "?").replace(r"\ ", r"\s+") for part in parts
    ]
    return re.compile(rf"\b(?:{'|'.join(escaped) or '(?!)'})(?!\w)")


def plain(text: str) -> str:
    """Folded; the end of a line ends a sentence."""
    return fold(text.replace("\n", ". ").replace("’", "'"))
