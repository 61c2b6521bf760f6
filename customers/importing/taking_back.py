"""What taking an import back does to one customer, decided in memory: what was edited since then stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from customers.importing.planning import Known, folded_tag

LISTS = ("external_ids", "emails", "phones", "tags", "facts")
CUSTOM = "custom."
# A birthday is one thing: half of it is refused by the database, and wrong.
BIRTHDAY = frozenset({"birth_day", "birth_month", "birth_year"})


@dataclass
class TakenBack:
    """For one customer: the values to restore, what to take off their lists, and the fields that stay."""

    values: dict[str, Any] = field(default_factory=dict)
    removed: list[tuple[str, Any]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        return bool(self.values or self.removed)


def flat(values: Mapping[str, Any], custom: Mapping[str, Any]) -> dict[str, Any]:
    """Every value by a key of its own; an answer that is not there is None."""
    return {**values, **{f"{CUSTOM}{key}": value for key, value in custom.items()}}


def take_back(
    known: Known,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    added: Sequence[Sequence[Any]],
    taken_cards: frozenset[str] = frozenset(),
) -> TakenBack:
    """What to do, with the customer as they are now.

    A card code that has somebody else meanwhile (`taken_cards`) cannot come back.
    """
    now, result = flat(known.values, known.custom), TakenBack()
    edited = {name for name in after if _is_edited(now.get(name), before.get(name), after[name])}
    if edited & BIRTHDAY or _breaks_the_birthday(now, before):
        edited |= BIRTHDAY & after.keys()
    if after.get("card_code") and before.get("card_code") in taken_cards:
        edited.add("card_code")
    for name, value in before.items():
        if name in edited:
            result.kept.append(name)
        elif now.get(name) != value:
            result.values[name] = value
    result.removed = [(name, _value(name, value)) for name, value in added if _has(known, name, value)]
    return result


def _is_edited(now: Any, before: Any, after: Any) -> bool:
    """Neither as the file left it nor as it was: somebody has changed it since."""
    return bool(now not in (before, after))


def _breaks_the_birthday(now: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Would a year stay without its day, or a day without its month?"""
    day, month, year = (
        before.get(name, now.get(name)) for name in ("birth_day", "birth_month", "birth_year")
    )
    return (day is None) != (month is None) or (day is None and year is not None)


def _value(name: str, value: Any) -> Any:
    return tuple(value) if name == "facts" else value


def _has(known: Known, name: str, value: Any) -> bool:
    if name == "tags":
        return folded_tag(value) in map(folded_tag, known.tags)
    return _value(name, value) in getattr(known, name)


def restore(known: Known, result: TakenBack) -> None:
    """Write the restored values onto the customer, in memory."""
    for name, value in result.values.items():
        if not name.startswith(CUSTOM):
            known.values[name] = value
        elif value is None:
            known.custom.pop(name.removeprefix(CUSTOM), None)
        else:
            known.custom[name.removeprefix(CUSTOM)] = value
