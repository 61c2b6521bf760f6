"""Field by field: whose word stays. Where nobody chose: of whoever stays, if they say something."""

from collections.abc import Mapping
from typing import Any

from customers.details import PLAIN
from customers.models import Customer

BIRTHDAY = ("birth_day", "birth_month", "birth_year")
ADDRESS = ("street", "postcode", "city", "region", "country")
# Half of one address and half of the other would be nobody's.
TOGETHER = {"birthday": BIRTHDAY, "address": ADDRESS}
_APART = {*BIRTHDAY, *ADDRESS, "custom", "looked_after_by"}
CHOICES: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in PLAIN if name not in _APART},
    **TOGETHER,
    "looked_after_by": ("looked_after_by_id",),
    "household": ("household_id",),
}
# Lists keep what both say; the choice is whose comes first.
LISTS = ("phones", "emails")
OWN = "own_"  # before the key of a question of the shop's own
KEPT, GONE = "kept", "gone"
Choices = Mapping[str, str]  # {field: "kept" or "gone"}


def says_something(customer: Customer, name: str) -> bool:
    return any(getattr(customer, column) not in (None, "") for column in CHOICES[name])


def says_the_same(kept: Customer, gone: Customer, name: str) -> bool:
    return all(getattr(kept, column) == getattr(gone, column) for column in CHOICES[name])


def side_of(kept: Customer, gone: Customer, name: str, choices: Choices) -> str:
    """Whose word it is: as chosen, or of whoever has one."""
    if name in choices:
        return choices[name]
    return GONE if says_something(gone, name) and not says_something(kept, name) else KEPT


def chosen_values(kept: Customer, gone: Customer, choices: Choices) -> dict[str, Any]:
    """{column: value} of all that the one who stays says from now on."""
    values = {
        column: getattr(gone if side_of(kept, gone, name, choices) == GONE else kept, column)
        for name, columns in CHOICES.items()
        for column in columns
    }
    return values | {"custom": _own_answers(kept, gone, choices)}


def _own_answers(kept: Customer, gone: Customer, choices: Choices) -> dict[str, Any]:
    chosen = {key: value for key, value in gone.custom.items() if choices.get(OWN + key) == GONE}
    return {**gone.custom, **kept.custom, **chosen}


def kept_for_both(kept: Customer, gone: Customer) -> dict[str, Any]:
    """What nobody chooses: known since the earlier day, and left in peace when one of them is."""
    quiet = [each.do_not_disturb_since for each in (kept, gone) if each.do_not_disturb_since]
    return {
        "created_at": min(kept.created_at, gone.created_at),
        "do_not_disturb_since": min(quiet, default=None),
    }
