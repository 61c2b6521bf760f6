"""What a row of a customers file would change, decided in memory: the same for preview and for apply."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from customers.cleaning import fold
from customers.importing.cells import RowRefused
from customers.importing.customer_rows import CustomerRow
from customers.importing.one_person import (
    NAME_PARTS,
    Key,
    OnePerson,
    are_other_names,
    keys_of,
    name_key,
    name_words,
    words_of,
)

LISTS = ("emails", "phones", "tags", "facts")
Answer = tuple[str, str, bool, str]  # channel, topic, yes or no, asked as


@dataclass(eq=False, slots=True)
class Known:
    """A customer as far as an import can tell; `pk` is None until the row is written."""

    pk: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Any] = field(default_factory=dict)
    external_ids: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[tuple[str, str], bool] = field(default_factory=dict)  # what stands
    said: list[Answer] = field(default_factory=list)  # what this file adds to the log
    # Kept only from the first row of a piece that means them to its end: a preview keeps everybody.
    before: dict[str, Any] | None = None

    def state(self) -> dict[str, Any]:
        """Everything an import can change, to compare."""
        lists = {name: list(getattr(self, name)) for name in ("external_ids", *LISTS)}
        return {**self.values, **lists, "custom": dict(self.custom), "answers": list(self.said)}

    def remember(self) -> None:
        """A row is about to change them: keep how they were, unless an earlier row has changed them."""
        if self.pk is not None and self.before is None:
            self.before = self.state()

    def begin_anew(self) -> None:
        """The piece is done: the next one starts from what it leaves."""
        self.said, self.before = [], None

    @property
    def has_changed(self) -> bool:
        """Does anything differ from before? A file that says A and then B again changes nothing."""
        return self.pk is None or (self.before is not None and self.state() != self.before)

    @property
    def name_key(self) -> str:
        """The folded name, for customers we know by nothing else."""
        return name_key(self.values)


@dataclass(frozen=True)
class Planned:
    """What becomes of a row: whom it means, and {field: [before, after]}; None where it creates."""

    row: CustomerRow
    known: Known
    is_new: bool
    changes: dict[str, list[Any]]


def folded_tag(tag: str) -> str:
    """Tags are the same when they fold alike."""
    return fold(tag)


class Shelf:
    """The customers a piece of a file may mean, found by what a row says about them."""

    def __init__(self, people: OnePerson | None = None) -> None:
        self.by_pk: dict[int, Known] = {}
        self.people = people or OnePerson()  # which rows of the whole file mean one person
        self._found: dict[Key, list[Known]] = {}

    def add(self, known: Known) -> None:
        """Put a customer on the shelf, or take note of new ways to find one that stands there."""
        if known.pk is not None:
            self.by_pk[known.pk] = known
        for key in self._keys(known):
            holders = self._found.setdefault(key, [])
            if known not in holders:
                holders.append(known)

    @staticmethod
    def _keys(known: Known) -> Iterable[Key]:
        yield from (("external", value) for value in known.external_ids)
        yield from (("email", address) for address in known.emails)
        yield from (("phone", number) for number in known.phones)
        if known.values.get("card_code"):
            yield "card", known.values["card_code"]
        if known.name_key:
            yield "name", known.name_key

    def _holders(self, kind: str, value: str) -> list[Known]:
        holders = self._found.get((kind, value), [])
        if kind != "card":
            return holders
        return [known for known in holders if known.values.get("card_code") == value]  # not given back since

    def match(self, row: CustomerRow) -> Known | None:
        """Whom the row means: by their number, then e-mail, then phone, then card, then bare name.

        Raises RowRefused when several share what the row gives, and nothing else tells them apart.
        """
        meant = self.people.meant_by(row)
        if meant.is_another:
            raise RowRefused(_of_another_name())
        if meant.external_id and (holders := self._holders("external", meant.external_id)):
            return holders[0]
        keys = keys_of(row)
        if not (keys or meant.external_id):
            return self._by_bare_name(row)
        names = meant.names or frozenset(name_words(row.details))
        found = next(filter(None, (self._only_holder(key, names) for key in meant.keys)), None)
        if not (meant.external_id or any(self._is_own(key, found) for key in keys)):
            raise RowRefused(self._why_unclear(keys[0], names))
        return found

    def _only_holder(self, key: Key, names: frozenset[str]) -> Known | None:
        """Whom this tells apart from everybody else."""
        holders = self._holders(*key)
        return (
            holders[0] if len(holders) == 1 and not self._is_of_another_name(key, holders[0], names) else None
        )

    def _is_of_another_name(self, key: Key, known: Known, names: frozenset[str]) -> bool:
        """Is theirs another first name, or all of it? A family shares a phone, and nobody is renamed for it.

        Somebody whom the file calls something by what is surer than a phone is called that, also where it
        does so only further down.
        """
        if key[0] != "phone":
            return False
        said = [self.people.names.get(each, "") for each in self._keys(known)]
        ours = words_of(" ".join(said)) or name_words(known.values)
        return are_other_names(ours, names)

    def _is_own(self, key: Key, found: Known | None) -> bool:
        """Nobody has it but whom the row means: one such thing is needed to be sure."""
        return key not in self.people.shared and all(holder is found for holder in self._holders(*key))

    def _why_unclear(self, key: Key, names: frozenset[str]) -> str:
        """Why what the row gives does not say whom it means, as a sentence."""
        holders = self._holders(*key)
        if (
            key not in self.people.shared
            and len(holders) == 1
            and self._is_of_another_name(key, holders[0], names)
        ):
            return _of_another_name()
        return _("Several customers share this e-mail or phone. Add their number to the file.")

    def _by_bare_name(self, row: CustomerRow) -> Known | None:
        """Somebody of whom we know as little as the row does; another way would double them each time."""
        same = self._holders("name", name_key(row.details))
        bare = [known for known in same if known.name_key == name_key(row.details) and _is_bare(known)]
        if len(bare) > 1:
            raise RowRefused(_("Several customers have this name. Add a phone number or e-mail to the file."))
        return bare[0] if bare else None

    def plan(self, row: CustomerRow) -> Planned:
        """Decide about one row and keep the result on the shelf, for the rows after it."""
        known = self.match(row)
        self._refuse_taken_card(row, known)
        self._refuse_another_card(row, known)
        row = self._completed(row, known)
        is_new = known is None
        known = known or Known()
        known.remember()
        changes = _apply(row, known)
        self.add(known)
        return Planned(row, known, is_new, changes)

    def _completed(self, row: CustomerRow, known: Known | None) -> CustomerRow:
        """With the number that other rows of the file give them; a name found by its words stays as it is."""
        meant = self.people.meant_by(row)
        if known is None or meant.external_id or meant.keys or _is_spelled_alike(known, row):
            return replace(row, external_id=meant.external_id)
        details = {name: value for name, value in row.details.items() if name not in NAME_PARTS}
        return replace(row, details=details)

    def _refuse_taken_card(self, row: CustomerRow, known: Known | None) -> None:
        holders = self._holders("card", row.details.get("card_code", ""))
        is_late = row.number in self.people.late_cards and known not in holders
        if is_late or any(holder is not known for holder in holders):
            raise RowRefused(_("This card code belongs to another customer."))

    def _refuse_another_card(self, row: CustomerRow, known: Known | None) -> None:
        """Whoever wanted their present card further up was refused it, and must be so the second time too."""
        present = known.values.get("card_code") if known else None
        is_another = row.details.get("card_code") not in {None, present}
        if present and is_another and self.people.names_before(present, row):
            raise RowRefused(_("A row further up gives the card they have now. Move this row above it."))


def _of_another_name() -> str:
    return _("Somebody of another name has this phone. Add their own number or e-mail to the file.")


def _is_spelled_alike(known: Known, row: CustomerRow) -> bool:
    """The words of the name stand in the same parts: written back, it is found by the same row again."""
    parts = ((known.values.get(part) or "", row.details.get(part) or "") for part in NAME_PARTS)
    return all(fold(ours) == fold(theirs) for ours, theirs in parts)


def _is_bare(known: Known) -> bool:
    return not (known.emails or known.phones or known.external_ids or known.values.get("card_code"))


def _apply(row: CustomerRow, known: Known) -> dict[str, list[Any]]:
    """Write the row onto the known customer, in memory; returns {field: [before, after]}."""
    before = known.state()
    _apply_values(row, known)
    if row.external_id and row.external_id not in known.external_ids:
        known.external_ids.append(row.external_id)
    known.custom |= row.custom
    for name in ("emails", "phones", "facts"):
        kept = getattr(known, name)
        kept.extend(value for value in dict.fromkeys(getattr(row, name)) if value not in kept)
    _apply_tags(row, known)
    _apply_answers(row, known)
    after = known.state()
    return {name: [before.get(name), value] for name, value in after.items() if value != before.get(name)}


def _apply_values(row: CustomerRow, known: Known) -> None:
    values = dict(row.details)
    same_day = all(values.get(part) == known.values.get(part) for part in ("birth_day", "birth_month"))
    if "birth_day" in values and values["birth_year"] is None and same_day:
        values.pop("birth_year")  # a birthday without its year does not erase the year
    known.values |= values


def _apply_tags(row: CustomerRow, known: Known) -> None:
    kept = {folded_tag(tag) for tag in known.tags}
    for tag in row.tags:
        if folded_tag(tag) not in kept:
            kept.add(folded_tag(tag))
            known.tags.append(tag)


def _apply_answers(row: CustomerRow, known: Known) -> None:
    """A no is always honoured. A yes counts only where nothing was ever said: files never raise consent."""
    for (channel, topic), (is_given, asked_as) in row.answers.items():
        standing = known.answers.get((channel, topic))
        is_news = standing is None if is_given else standing is not False
        if is_news:
            known.answers[channel, topic] = is_given
            known.said.append((channel, topic, is_given, asked_as))
