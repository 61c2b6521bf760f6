"""Which rows of a file mean one person, found before the first is planned.

Neither the order of the rows nor an earlier import of the same file may decide who is meant: what a row
gives can have become unclear by the rows after it, and then the second time would be another than the first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from customers.cleaning import fold
from customers.importing.customer_rows import CustomerRow
from customers.likeness import SAME_FIRST_NAME

NAME_PARTS = ("family_name", "given_name", "preferred_name", "company")
KINDS = ("external", "email", "phone", "card")  # the surest first
Key = tuple[str, str]  # one of the kinds, and its value


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a row means, as far as the whole file says so."""

    external_id: str = ""
    keys: tuple[Key, ...] = ()  # what any row gives of them and nobody else has, the surest first
    names: frozenset[str] = frozenset()  # every word of their names, where several rows mean them
    is_another: bool = False  # of another name than those whose phone the row gives


@dataclass(frozen=True, slots=True)
class OnePerson:
    """What the file says about its rows; a row that stands for itself is not in here."""

    shared: frozenset[Key] = frozenset()  # what several people of the file give: it tells nobody apart
    rows: Mapping[int, Meant] = field(default_factory=dict)
    late_cards: frozenset[int] = frozenset()  # rows with a card that somebody before them in the file gives
    first_cards: Mapping[str, int] = field(default_factory=dict)  # the row that first gives a card
    names: Mapping[Key, str] = field(default_factory=dict)  # what the file calls whoever has this

    def meant_by(self, row: CustomerRow) -> Meant:
        """Whom this row means, so far as the file tells."""
        if meant := self.rows.get(row.number):
            return meant
        keys = tuple(key for key in keys_of(row) if key not in self.shared)
        return Meant(row.external_id, keys)

    def names_before(self, card: str, row: CustomerRow) -> bool:
        """Does a row further up give this card, and mean somebody else as far as the file tells?"""
        first = self.first_cards.get(card, row.number)
        is_the_same = first in self.rows and self.rows[first] is self.rows.get(row.number)
        return first < row.number and not is_the_same


def name_key(values: Mapping[str, Any]) -> str:
    """The same as Customer.sort_key, but for people without a name, whom no name finds."""
    return fold(" ".join(values[part] for part in NAME_PARTS if values.get(part)))[:300]


def name_words(values: Mapping[str, Any]) -> set[str]:
    """The words of a name, as far as spelling does not matter."""
    return words_of(name_key(values))


def words_of(name: str) -> set[str]:
    """The words of a folded name."""
    return set(re.findall(r"\w+", name))


def are_other_names(ours: Set[str], theirs: Set[str]) -> bool:
    """No word is the same; or beside the family's stand two first names: Hamish Baird, Walter Baird.

    A. may be Anna, and Priyh may be Priya with a slip of the finger.
    """
    if not (ours and theirs):
        return False
    if ours.isdisjoint(theirs):
        return True
    beside = product(ours - theirs, theirs - ours)
    return not (ours <= theirs or theirs <= ours) and not any(_may_be_one_word(*words) for words in beside)


def _may_be_one_word(one: str, other: str) -> bool:
    from rapidfuzz.distance import JaroWinkler  # only a file with shared phones needs it

    begins = one.startswith(other) or other.startswith(one)
    return begins or JaroWinkler.similarity(one, other) >= SAME_FIRST_NAME


def keys_of(row: CustomerRow) -> list[Key]:
    """What a row can be found by besides its number, the surest first."""
    card = row.details.get("card_code", "")
    keys = [("email", address) for address in row.emails] + [("phone", number) for number in row.phones]
    return [*keys, ("card", card)] if card else keys


def find_people(rows: Iterable[CustomerRow]) -> OnePerson:
    """Put the rows of a file together that mean one person."""
    people = _People()
    for row in rows:
        people.hear(row)
    return people.sort_out()


@dataclass(slots=True, eq=False)
class _Said:
    """What a row says of whom it means."""

    number: int
    keys: tuple[Key, ...]
    name: str

    @property
    def words(self) -> set[str]:
        return words_of(self.name)


@dataclass(slots=True, eq=False)
class _Person:
    """The rows that mean one person, and what told them apart first: their number, else an e-mail."""

    rows: list[_Said]
    external_id: str = ""
    owner: str = ""
    names: set[str] = field(default_factory=set)


class _People:
    """Everybody of a file. Most rows stand for themselves, and only those that do not cost anything."""

    def __init__(self) -> None:
        self.first: dict[Key, _Said] = {}
        self.again: dict[Key, list[_Said]] = {}  # who gives it once more
        self.person: dict[int, _Person] = {}
        self.shared: set[Key] = set()
        self.strangers: set[int] = set()
        self.is_by_phone = False  # does a row have a name and a phone, and nothing surer?

    def hear(self, row: CustomerRow) -> None:
        """Take note of what a row can be found by."""
        keys = keys_of(row)
        if row.external_id:
            keys.insert(0, ("external", row.external_id))
        said = _Said(row.number, tuple(dict.fromkeys(keys)), name_key(row.details))
        self.is_by_phone |= bool(said.name and row.phones and not (row.external_id or row.emails))
        for key in said.keys:
            if self.first.setdefault(key, said) is not said:
                self.again.setdefault(key, []).append(said)

    def sort_out(self) -> OnePerson:
        """Join the rows by what they have in common, the surest first."""
        for kind in KINDS:
            for key in self.again:
                if key[0] == kind:
                    self._settle(key)
        rows = {number: Meant(is_another=True) for number in self.strangers}
        for person in set(self.person.values()):
            meant = self._meant(person)
            rows |= {said.number: meant for said in person.rows if said.number not in self.strangers}
        return OnePerson(
            frozenset(self.shared),
            rows,
            late_cards=frozenset(self._late_cards()),
            first_cards={key[1]: said.number for key, said in self.first.items() if key[0] == "card"},
            names=dict(self._names()) if self.is_by_phone else {},
        )

    def _names(self) -> Iterator[tuple[Key, str]]:
        for key, said in self.first.items():
            if key[0] != "phone" and key not in self.shared and said.number not in self.strangers:
                person = self.person.get(said.number)
                if name := " ".join(sorted(person.names)) if person else said.name:
                    yield key, name

    def _late_cards(self) -> Iterator[int]:
        """A card is whose the file first says it is, also where they get another one further down."""
        for key in self.shared:
            if key[0] == "card":
                whose = self._person_of(self.first[key])
                yield from (row.number for row in self.again[key] if self._person_of(row) is not whose)

    def _settle(self, key: Key) -> None:
        """Whoever gives this is one person, unless it belongs to several."""
        said = [self.first[key], *self.again[key]]
        people = list(dict.fromkeys(map(self._person_of, said)))
        owners = {person.owner for person in people} - {"", key[1] if key[0] == "email" else ""}
        if len(owners) > 1:
            self.shared.add(key)
            return
        if key[0] == "phone":
            self._find_strangers(said)
        self._join(key, [row for row in said if row.number not in self.strangers])

    def _find_strangers(self, said: list[_Said]) -> None:
        """Whoever gives nothing but the phone of somebody of another name is somebody else."""
        of_owner = (self._person_of(row).names for row in said if self._person_of(row).owner)
        names = set(next(of_owner, ()))
        for row in said:
            if row.number in self.strangers or self._person_of(row).owner:
                continue
            if are_other_names(names, row.words):
                self.strangers.add(row.number)
            else:
                names |= row.words

    def _person_of(self, said: _Said) -> _Person:
        if person := self.person.get(said.number):
            return person
        owner = said.keys[0] if said.keys[0][0] in {"external", "email"} else ("", "")
        external_id = owner[1] if owner[0] == "external" else ""
        person = self.person[said.number] = _Person([said], external_id, owner[1], said.words)
        return person

    def _join(self, key: Key, said: list[_Said]) -> None:
        people = list(dict.fromkeys(map(self._person_of, said)))
        if len(people) < 2:
            return
        knows_best = max(people, key=lambda each: (each.external_id != "", each.owner not in {"", key[1]}))
        external_id, owner = knows_best.external_id, knows_best.owner or key[1] * (key[0] == "email")
        kept = max(people, key=lambda each: len(each.rows))
        for other in people:
            if other is not kept:
                kept.rows += other.rows
                kept.names |= other.names
                self.person |= {row.number: kept for row in other.rows}
        kept.external_id, kept.owner = external_id, owner

    def _meant(self, person: _Person) -> Meant:
        keys = dict.fromkeys(self._own_keys(person))
        return Meant(
            person.external_id,
            tuple(sorted(keys, key=lambda key: KINDS.index(key[0]))),
            frozenset(person.names),
        )

    def _own_keys(self, person: _Person) -> Iterator[Key]:
        for said in sorted(person.rows, key=lambda row: row.number):
            if said.number not in self.strangers:
                yield from (key for key in said.keys if key[0] != "external" and key not in self.shared)
