"""The words of the answering page in the languages a shop may ask in.

The files in feedback/languages hold them, in the format that translators know. Only these languages are
offered: a page whose questions speak Polish and whose button speaks English helps nobody.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

BOOKS = Path(__file__).parent / "languages"
SOURCE = "en"


@cache
def spoken() -> tuple[str, ...]:
    """The languages whose words are here."""
    return (SOURCE, *sorted(path.stem for path in BOOKS.glob("*.po")))


def short(language: str) -> str:
    """de of de-AT: a survey is put into a language, not into its dialects."""
    return language.partition("-")[0].lower()


@cache
def book(language: str) -> Mapping[str, str]:
    """{English words: words of the language}; empty for a language that is not here."""
    if language not in spoken() or language == SOURCE:
        return {}
    with (BOOKS / f"{language}.po").open("rb") as file:
        return {str(line.id): str(line.string) for line in read_po(file) if line.id and line.string}


def say(words: str | Promise, **values: object) -> str:
    """In the language that is spoken now."""
    said = _said(get_language() or SOURCE, str(words))
    return said % values if values else said


@lru_cache(maxsize=2000)
def _said(language: str, words: str) -> str:
    return book(short(language)).get(words) or gettext(words)
