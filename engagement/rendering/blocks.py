"""Blocks: lines of their own that draw something, `[[button: Come and see | https://…]]`.

A socket: upper floors register what they draw (`register_block("survey", …)`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from engagement.rendering.look import Look
from engagement.rendering.slots import Slots

# Also where a line ends as browsers end it: words of before are kept so.
LINE = re.compile(r"^[ \t]*\[\[ *([a-z_]{1,20}) *(?::([^\n]*))?\]\][ \t\r]*$", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """What a block gets: the words behind its colon, with marks for fields, and the mail around it.

    `slots.field("voucher_code")` is the mark of a value, filled in later; `fields` are the values themselves,
    to decide by, never to be drawn.
    """

    words: str
    fields: Mapping[str, str]
    look: Look
    slots: Slots


@dataclass(frozen=True)
class Drawn:
    """A block as HTML and as text; marks may stand in both."""

    html: SafeString
    text: str


def _leads_nowhere(_words: str) -> list[str]:
    return []


@dataclass(frozen=True)
class Kind:
    """A block that may be used: how it is written, what it needs, how it is drawn."""

    name: str
    draw: Callable[[Asked], Drawn]
    example: str
    words: str | Promise
    needs: tuple[str, ...] = ()  # fields without which it cannot be drawn
    uses: tuple[str, ...] = ()  # fields that it shows where they are known
    uses_without_words: tuple[str, ...] = ()  # those that stand in for what is not behind its colon
    addresses: Callable[[str], list[str]] = _leads_nowhere  # where it leads, by its words


KINDS: dict[str, Kind] = {}


class UnknownBlock(ValueError):
    """Nobody draws this: the mail does not leave."""


def register_block(
    name: str, draw: Callable[[Asked], Drawn], *, words: str | Promise = "", **more: Any
) -> None:
    """Say what `[[name]]` draws; `more` as in Kind."""
    kind = Kind(name, draw, **{"words": words, "example": f"[[{name}]]", **more})
    if KINDS.setdefault(name, kind).draw != draw:
        raise ValueError(f"There is a block {name} already.")


def unknown_blocks(body: str) -> list[str]:
    """Blocks that nobody draws, by name."""
    return list(dict.fromkeys(found[1] for found in LINE.finditer(body) if found[1] not in KINDS))


def blocks_of(body: str) -> list[tuple[Kind, str]]:
    """The known blocks in these words, with what stands behind their colons."""
    found = ((KINDS.get(line[1]), (line[2] or "").strip()) for line in LINE.finditer(body))
    return [(kind, words) for kind, words in found if kind is not None]


def fields_in_blocks(body: str) -> set[str]:
    """The fields that the blocks in these words show by themselves."""
    blocks = blocks_of(body)
    always = {name for kind, _words in blocks for name in (*kind.needs, *kind.uses)}
    return always.union(*(kind.uses_without_words for kind, words in blocks if not words))


def pieces(body: str) -> Iterator[str | tuple[Kind, str]]:
    """Prose and blocks, in the order in which they are written."""
    position = 0
    for found in LINE.finditer(body):
        if prose := body[position : found.start()].strip("\n"):
            yield prose
        if found[1] not in KINDS:
            raise UnknownBlock(found[1])
        yield KINDS[found[1]], (found[2] or "").strip()
        position = found.end()
    if prose := body[position:].strip("\n"):
        yield prose
