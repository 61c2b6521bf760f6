"""How a file writes days, amounts and currencies: judged by all of it, since its first rows may not tell."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from crm.shop.countries import currency_choices
from customers.importing.reading import Row

LONGEST, BATCH, MOST_AT_ONCE, MOST_CODES = 14, 1_000, 5_000, 10
EITHER = "either"
_DAY = re.compile(r"'?([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})(?![0-9./-])")
_ISO = re.compile(r"'?[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9])")
_NUMBER = re.compile(r"[0-9][0-9.,]*")
_CODE = re.compile(r"[A-Z]{3}")
SIGNS = {"€": "EUR", "£": "GBP"}  # a dollar can be many
DAYS, MARKS, CODES = "days", "marks", "codes"
# {days, marks or codes: {position: {what it speaks for: [how often, an example]}}}
Guesses = dict[str, dict[str, dict[str, list[Any]]]]


class Verdict(NamedTuple):
    """What the file speaks for; without a choice it does not say."""

    choice: str = ""
    example: str = ""
    against: str = ""  # an example of the contrary

    @property
    def is_settled(self) -> bool:
        """Does nothing speak against it?"""
        return bool(self.choice and not self.against)


def day_speaks_for(text: str) -> str:
    """dmy, mdy, ymd, either; empty when it is no day."""
    if _ISO.match(text):
        return "ymd"
    match = _DAY.match(text)
    if not match:
        return ""
    first, second = int(match[1]), int(match[2])
    if not 1 <= min(first, second) <= 12 or max(first, second) > 31:
        return ""
    if max(first, second) > 12:
        return "dmy" if first > 12 else "mdy"
    return EITHER if first != second else ""


def mark_of(text: str) -> str:
    """The decimal mark of an amount; either, when a thousand could be meant; empty without one."""
    bare = "".join(sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Sc")
    amount = bare.strip("()+-'")
    if not _NUMBER.fullmatch(amount):
        return ""
    marks = [sign for sign in amount if sign in ".,"]
    if not marks:
        return ""
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    return EITHER if len(amount.rpartition(marks[0])[2]) == 3 else marks[0]


def code_of(text: str) -> str:
    """The currency that a cell names, by its code or by a sign that only one has; words are none."""
    if _CODE.fullmatch(text):
        return text if text in _currencies() else ""
    if not _NUMBER.search(text) or any(sign.isalpha() for sign in text):
        return ""
    return next((code for sign, code in SIGNS.items() if sign in text), "")


@cache
def _currencies() -> frozenset[str]:
    return frozenset(code for code, _name in currency_choices())


class _Watched:
    """What the cells of one column speak for."""

    def __init__(self) -> None:
        self.cells: Counter[str] = Counter()
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in JUDGES}
        self.examples: dict[tuple[str, str], str] = {}

    def judge(self) -> bool:
        """Look at what has gathered; is this column worth being watched further?"""
        for cell, times in self.cells.items():
            for name, judge in JUDGES.items():
                if choice := judge(cell):
                    self.counts[name][choice] += times
                    self.examples.setdefault((name, choice), _shown(cell))
        self.cells.clear()
        return any(self.counts.values())

    def found(self, name: str) -> dict[str, list[Any]]:
        return {
            choice: [count, self.examples[name, choice]]
            for choice, count in self.counts[name].most_common(MOST_CODES)
        }


def _shown(cell: str) -> str:
    """Of a day with its time, which is cut off somewhere, the day."""
    day = _ISO.match(cell) or _DAY.match(cell)
    return day[0] if day else cell


JUDGES = {DAYS: day_speaks_for, MARKS: mark_of, CODES: code_of}


def gather(rows: Iterable[Row], width: int) -> Guesses:
    """Read every row once, and say what its cells speak for."""
    columns = {position: _Watched() for position in range(width)}
    watched, good = dict(columns), (row.cells for row in rows if not row.problem)
    while batch := list(islice(good, BATCH)):
        for position, column in tuple(watched.items()):
            column.cells.update([cells[position][:LONGEST] for cells in batch])
            if len(column.cells) >= MOST_AT_ONCE and not column.judge():
                del watched[position]
    for column in watched.values():
        column.judge()
    return {
        name: {str(at): found for at, column in columns.items() if (found := column.found(name))}
        for name in JUDGES
    }


def verdict(guesses: Mapping[str, Any], name: str, positions: Iterable[int]) -> Verdict:
    """What the columns at these places speak for, all together."""
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for choice, count, example in _votes(guesses, name, positions):
        counts[choice] += count
        examples.setdefault(choice, example)
    unclear = examples.pop(EITHER, "")
    del counts[EITHER]
    if set(counts) - {"ymd"} or unclear:
        del counts["ymd"]  # it is read in any order, and settles nothing about the others
    if not counts:
        return Verdict("", unclear)
    (choice, _count), *others = counts.most_common()
    return Verdict(choice, examples[choice], examples[others[0][0]] if others else "")


def _votes(guesses: Mapping[str, Any], name: str, positions: Iterable[int]) -> Iterator[tuple[str, int, str]]:
    for position in positions:
        for choice, (count, example) in guesses.get(name, {}).get(str(position), {}).items():
            yield choice, count, example


def positions_of(headers: Sequence[str], mapping: Mapping[str, str], fields: Iterable[str]) -> list[int]:
    """Where these fields stand in the file."""
    wanted = set(fields)
    return [at for at, header in enumerate(headers) if mapping.get(header) in wanted]
