"""Who is asked for a review: all, every n-th, or so many in a hundred by lot. Pure.

Nothing else can be told to it. Above all not how happy somebody was: asking only the happy ones is forbidden.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ALL, EVERY_NTH, BY_LOT = "all", "nth", "lot"
CHOICES = (
    (ALL, gettext_lazy("Everybody")),
    (EVERY_NTH, gettext_lazy("Every n-th, in the order of their purchases")),
    (BY_LOT, gettext_lazy("So many in a hundred, by lot")),
)


def is_drawn(step: Mapping[str, Any], *, key: str, place: int) -> bool:
    """Is this one asked? `key` is what the lot is drawn by, `place` their number in the row."""
    way, number = str(step.get("who", ALL)), max(1, int(step.get("number") or 1))
    if way == EVERY_NTH:
        return place % number == 0
    if way == BY_LOT:
        return _lot(key, 100) < number
    return True


def choose(weights: Sequence[tuple[int, int]], *, key: str) -> int:
    """One of (number, weight), by lot: the same key always gives the same one."""
    left = _lot(key, sum(weight for _number, weight in weights))
    for number, weight in weights:
        if left < weight:
            return number
        left -= weight
    return weights[-1][0]


def in_words(step: Mapping[str, Any]) -> str:
    """As the shop would say it to anybody who asks."""
    way, number = str(step.get("who", ALL)), max(1, int(step.get("number") or 1))
    if way == EVERY_NTH:
        return _("one in %d, in the order of their purchases") % number if number > 1 else _("everybody")
    if way == BY_LOT:
        return _("%d in a hundred, by lot") % min(number, 100)
    return _("everybody")


def _lot(key: str, out_of: int) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big") % max(1, out_of)
