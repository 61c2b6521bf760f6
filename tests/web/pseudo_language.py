"""A language in which every translated word stands in brackets: what stands outside was never translated."""

import re
from html.parser import HTMLParser

from django.apps import apps
from django.db.models import CharField, TextField
from django.utils import translation
from django.utils.translation import trans_real

OPEN, CLOSE = "⟦", "⟧"
SILENT = {"script", "style", "svg", "code", "kbd", "pre"}
WITHOUT_END = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SPOKEN = {"placeholder", "aria-label", "title", "alt"}
# Their choices are named by Unicode's tables, which translate themselves.
NAMED_ELSEWHERE = {"country", "currency", "time_zone", "phone_country", "language", "holiday_region"}


def bracketed(message: str) -> str:
    """What this language makes of a message."""
    return f"{OPEN}{message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]}{CLOSE}"


def speak_pseudo(monkeypatch) -> None:
    """Every translation is in brackets from now on.

    It has a code of its own, so that words kept for English are neither used nor spoilt.
    """
    monkeypatch.setattr(translation._trans, "get_language", lambda: "en-au", raising=False)
    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", lambda _self, message: bracketed(message))
    monkeypatch.setattr(
        trans_real.DjangoTranslation,
        "ngettext",
        lambda _self, one, many, count: bracketed(one if count == 1 else many),
    )


class Words(HTMLParser):
    """Everything a page says, to the eye or to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = dict(attrs)
        is_silent = tag in SILENT or (tag == "select" and words.get("name") in NAMED_ELSEWHERE)
        if self._silent or is_silent:
            self._silent += tag not in WITHOUT_END
            return
        self.said += [str(words[name]) for name in SPOKEN if words.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag not in WITHOUT_END:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


def outside_brackets(text: str) -> str:
    """What was said without being translated."""
    depth, outside = 0, []
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        outside.append(letter if depth == 0 and letter != CLOSE else " ")
    return " ".join("".join(outside).split())


def words_of_the_people() -> list[str]:
    """Everything typed by somebody: it is theirs, not ours to translate. The longest first."""
    found: set[str] = set()
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, (CharField, TextField))]
        for row in model._default_manager.values_list(*names) if names else []:
            found.update(value for value in row if isinstance(value, str))
    return sorted({part for value in found for part in (value, *value.split())} - {""}, key=len, reverse=True)


def untranslated(html: str, theirs: list[str]) -> list[str]:
    """What a page says in nobody's language."""
    words = Words()
    words.feed(html)
    known = re.compile("|".join(map(re.escape, theirs))) if theirs else re.compile("(?!)")
    left = (known.sub(" ", outside_brackets(said)) for said in words.said)
    return [text.strip() for text in left if re.search(r"[^\W\d_]{2}", text)]
