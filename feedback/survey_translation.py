"""A survey in other languages: every text beside what it translates, and only whole ones are shown. Pure.

A translation keeps the words it was made of. Where those have changed since, it counts as missing, and the
whole survey is shown in the language of the shop: never two languages on one page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from django.utils.translation import get_language_info

from feedback.page_words import short
from feedback.questions import Question, read_all

Translation = Mapping[str, Mapping[str, str]]  # {text: {"of": what it translates, "says": how}}
Translations = Mapping[str, Translation]


class Worded(Protocol):
    """What has texts: a draft; a version lacks name and mail, which its survey gives."""

    intro: str
    questions: Any
    thanks: Any


def texts_of(content: Worded, **more: str) -> dict[str, str]:
    """{key: text} of everything that customers read; what is empty needs no translation."""
    texts = {**more, "intro": content.intro}
    texts |= {f"thanks.{band}": words for band, words in content.thanks.items()}
    for question in read_all(content.questions):
        texts[question.key] = question.words
        texts |= {f"{question.key}.low": question.words_low, f"{question.key}.high": question.words_high}
        texts |= {f"{question.key}.{option.key}": option.words for option in question.options}
    return {key: text for key, text in texts.items() if text}


def said_in(translation: Translation, key: str, text: str) -> str:
    """How it says this text; empty where it does not, or where it says what the text was before."""
    known = translation.get(key, {})
    return known.get("says", "") if known.get("of") == text else ""


def missing_in(translation: Translation, texts: Mapping[str, str]) -> list[str]:
    """The keys that a translation does not say, or says of words that have changed."""
    return [key for key, text in texts.items() if not said_in(translation, key, text)]


def whole_ones(translations: Translations, texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """{language: {key: text}} of those with nothing missing: these are published."""
    return {
        language: {key: said_in(translation, key, text) for key, text in texts.items()}
        for language, translation in translations.items()
        if not missing_in(translation, texts)
    }


def questions_in(kept: Iterable[Mapping[str, Any]], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """The questions with the words of another language, as a version keeps them."""
    return [_reworded(question, words).kept() for question in read_all(kept)]


def _reworded(question: Question, words: Mapping[str, str]) -> Question:
    key = question.key
    return replace(
        question,
        words=words.get(key, question.words),
        words_low=words.get(f"{key}.low", question.words_low),
        words_high=words.get(f"{key}.high", question.words_high),
        options=tuple(
            replace(option, words=words.get(f"{key}.{option.key}", option.words))
            for option in question.options
        ),
    )


def chosen_language(offered: Iterable[str], *wishes: str, otherwise: str) -> str:
    """The first wish that is offered; else the language of the shop."""
    known = set(offered)
    return next((short(wish) for wish in wishes if wish and short(wish) in known), otherwise)


def own_name(language: str) -> str:
    """Deutsch, français: as those call it who speak it."""
    try:
        return str(get_language_info(language)["name_local"])
    except KeyError:
        return language
