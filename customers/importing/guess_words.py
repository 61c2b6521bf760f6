"""What the cells of a file settle about how to read it, and how that is said."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from customers.importing.fields import CUSTOM
from customers.importing.guessing import CODES, DAYS, MARKS, Verdict, positions_of, verdict
from customers.importing.order_extras import Sums

DAY_FIELDS = frozenset(["at", "birthday"])
MONEY_FIELDS = frozenset(
    [
        *("unit_price", "discount", "total", "gross", "line_tax", "order_refunded"),
        *(f"order_{name}" for name in Sums._fields),
    ]
)


def settled(
    guesses: Mapping[str, Any], headers: Sequence[str], mapping: Mapping[str, str], kinds: Mapping[str, str]
) -> dict[str, Verdict]:
    """{option: what the file says of it}; `kinds` are those of the fields that this shop added."""
    days = DAY_FIELDS | {f"{CUSTOM}{key}" for key, kind in kinds.items() if kind == "day"}
    numbers = MONEY_FIELDS | {f"{CUSTOM}{key}" for key, kind in kinds.items() if kind == "number"}
    return {
        "day_order": verdict(guesses, DAYS, positions_of(headers, mapping, days)),
        "decimal_mark": verdict(guesses, MARKS, positions_of(headers, mapping, numbers)),
        "currency": verdict(guesses, CODES, positions_of(headers, mapping, {"currency", *MONEY_FIELDS})),
    }


def words_of(found: Verdict) -> str:
    """Beside the box, so that everybody sees what is a guess and why."""
    names = {"example": found.example.strip(), "against": found.against.strip()}
    if found.choice and found.against:
        return _("Look closely: %(example)s says so, and %(against)s says otherwise.") % names
    if found.choice:
        return _("The file says so: %(example)s.") % names
    if found.example:
        return _("The file does not settle it: %(example)s can be read in two ways.") % names
    return ""
