"""Which colleagues a text names. Pure.

Names begin with a capital letter, so that "on the mark" praises nobody.
"""

import re
from collections import Counter
from collections.abc import Mapping


def named_in(text: str, people: Mapping[int, str]) -> set[int]:
    """The numbers of those whose name stands in it; a first name that two share has to stand whole."""
    return {number for number, called in _callings(people).items() if _stands(called, text)}


def _callings(people: Mapping[int, str]) -> dict[int, str]:
    firsts = Counter(name.split()[0] for name in people.values() if name.strip())
    return {
        number: name.split()[0] if firsts[name.split()[0]] == 1 else name
        for number, name in people.items()
        if name.strip()
    }


def _stands(called: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(called)}(?!\w)", text) is not None
