"""What can be let go of after a time: a socket that each floor fills. Off until the owner decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Keeping:
    """One kind of thing: what is old enough, and how one of them is let go of.

    Nobody can set fewer days than `least`; `usual` is what the page proposes. `let_go` may raise NotYet.
    """

    key: str
    title: Words
    words: Words
    least: int
    usual: int
    older_than: Callable[[datetime], QuerySet[Any]]
    let_go: Callable[[Any], object]
    touches_people: bool = False


_KEEPINGS: dict[str, Keeping] = {}
_STILL_NEEDED: list[Callable[[], Q]] = []


def can_be_let_go(keeping: Keeping) -> Keeping:
    """Register a kind of thing."""
    _KEEPINGS[keeping.key] = keeping
    return keeping


def all_keepings() -> Mapping[str, Keeping]:
    return _KEEPINGS


def still_needs(condition: Callable[[], Q]) -> Callable[[], Q]:
    """Register which customers stay however long they were not seen: something with them is open."""
    if condition not in _STILL_NEEDED:
        _STILL_NEEDED.append(condition)
    return condition


def needed() -> Q:
    """Customers with whom something is open, as a condition on customers."""
    open_with = Q(pk__in=[])
    for condition in _STILL_NEEDED:
        open_with |= condition()
    return open_with
