"""What a rule can ask: a socket that each floor fills from `ready()`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.permissions import Permission
from customers.filtering.condition import Words

Given = Mapping[str, Sequence[str]]  # {name of an input: what was given}, always texts
Options = Sequence[tuple[str, Words]]

PERSON, CYCLE, BOUGHT, SAID = _("Who they are"), _("Where they stand"), _("What they bought"), _("Contact")
SECTIONS: list[Words] = [PERSON, CYCLE, BOUGHT, SAID]


@dataclass(frozen=True)
class Input:
    """One box of a condition; `look` is how it is drawn: ticks, pick, number, amount, day, text, list."""

    name: str
    label: Words
    look: str
    options: Callable[[], Options] = tuple


@dataclass(frozen=True)
class Answer:
    """What a condition came to: what was given in one spelling, in words, and as a question."""

    given: dict[str, list[str]]
    said: str
    meaning: Q


@dataclass(frozen=True)
class Kind:
    """One thing that can be asked; `read` raises NotUnderstood."""

    key: str
    label: Words
    section: Words
    read: Callable[[Given], Answer]
    inputs: tuple[Input, ...] = ()
    permission: Permission | None = None  # who may build with it; None: whoever sees customers
    # It asks what somebody thinks of us: never a reason to be asked for a review.
    is_opinion: bool = False


_KINDS: dict[str, Kind] = {}


def register_kinds(kinds: Iterable[Kind]) -> None:
    """Make conditions known; the same ones twice change nothing."""
    for kind in kinds:
        if _KINDS.setdefault(kind.key, kind) != kind:
            raise ValueError(f"The condition {kind.key} is already taken.")
        if kind.section not in SECTIONS:
            SECTIONS.append(kind.section)


def registered_kinds() -> dict[str, Kind]:
    """Every condition that every shop has."""
    return _KINDS
