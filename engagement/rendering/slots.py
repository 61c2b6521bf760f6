"""Places in a mail that are filled in last, when everything around them is made.

A value never goes through Markdown, through the cleaning or through the writing of styles: it is put into the
finished page, escaped, in one pass. Whatever a customer is called, it is read and never obeyed.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from urllib.parse import quote

from django.utils.html import conditional_escape

from engagement.merge_fields import FIELD, FIELDS, Holds, is_link

_TARGET = re.compile(r'href="([^"]*)"')
# What a block may put behind a link: what is chosen beforehand on the page it leads to.
_CHOICE = re.compile(r"\?[a-z]=[0-9]{1,2}$")
QUOTED = "> "  # begins a line of plain text that somebody else said


class Slots:
    """Marks for merge fields; nobody can type one, because each mail has its own."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields
        self._places: list[tuple[str, str]] = []  # (field, words instead)
        self._word = f"x{secrets.token_hex(8)}n"  # a number and another x complete the mark
        self._missing: dict[str, None] = {}

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields that have neither a value nor words instead, so far."""
        return tuple(self._missing)

    def hide(self, text: str) -> str:
        """Marks in the place of merge fields."""
        return FIELD.sub(self._hide, text)

    def is_link(self, text: str) -> bool:
        """Does nothing but one link stand here?"""
        number = self._number_of(text)
        return number is not None and self._holds_link(number)

    def linked(self, html: str) -> str:
        """Links that stand in the words themselves, as links; for HTML without any others."""
        return self._filled(html, self._as_link)

    def _as_link(self, number: int) -> str:
        mark = f"{self._word}{number}x"
        return f'<a href="{mark}">{mark}</a>' if self._holds_link(number) else mark

    def _holds_link(self, number: int) -> bool:
        name = self._places[number][0]
        return name in FIELDS and FIELDS[name].holds == Holds.LINK

    def _number_of(self, text: str) -> int | None:
        """Which mark this is, when it is nothing but one."""
        number = text.removeprefix(self._word).removesuffix("x")
        is_mark = number.isdecimal() and text == f"{self._word}{number}x"
        return int(number) if is_mark else None

    def _filled(self, text: str, fill: Callable[[int], str]) -> str:
        """Something in the place of every mark; each mail has another word, so no pattern is made of it."""
        first, *pieces = text.split(self._word)
        filled = [first]
        for piece in pieces:
            number, end, behind = piece.partition("x")
            filled += [fill(int(number)), behind] if end and number.isdecimal() else [self._word, piece]
        return "".join(filled)

    def field(self, name: str) -> str:
        """The mark of one field, for blocks that show what they are made for."""
        return self.hide(f"{{{{ {name} }}}}")

    def text(self, text: str) -> str:
        """Values in the place of marks, as they are; in a quotation each of their lines carries its mark."""
        if QUOTED not in text:
            return self._filled(text, self._value_at)
        return "\n".join(self._text_line(line) for line in text.split("\n"))

    def _text_line(self, line: str) -> str:
        filled = self._filled(line, self._value_at)
        depth = len(line) - len(line.lstrip(QUOTED))
        return filled.replace("\n", f"\n{line[:depth]}") if line.startswith(QUOTED) else filled

    def html(self, html: str) -> str:
        """Values in the place of marks: in addresses quoted, anywhere else escaped."""
        aimed = _TARGET.sub(self._aim, html)
        return self._filled(aimed, lambda number: _in_html(self._value_at(number)))

    def _hide(self, found: re.Match[str]) -> str:
        self._places.append((found[1], found[2] or ""))
        return f"{self._word}{len(self._places) - 1}x"

    def _value_at(self, number: int) -> str:
        name, instead = self._places[number]
        value = self._fields.get(name, "") or instead
        if not value:
            self._missing[name] = None
        # The finished page is looked through once more, for the marks of secret links.
        return value.replace("{{link:", "{{ link:")

    def _aim(self, found: re.Match[str]) -> str:
        choice = _CHOICE.search(found[1])
        behind = choice[0] if choice else ""
        whole = self._number_of(found[1].removesuffix(behind))
        if whole is None:
            quoted = self._filled(found[1], lambda number: quote(self._value_at(number), safe=""))
            return f'href="{quoted}"'
        value = self._value_at(whole)
        if not is_link(value):
            self._missing[self._places[whole][0]] = None
        return f'href="{conditional_escape(value) + behind if is_link(value) else "#"}"'


def _in_html(value: str) -> str:
    return str(conditional_escape(value)).replace("\n", "<br>")
