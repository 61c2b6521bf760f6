"""What a merge did, told before it is undone: who is in it, what was written and happened since."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst

from crm.shop.field_names import field_in_words
from customers.kinds import MERGED
from customers.merging.book import Step, kept
from customers.models import Customer, Interaction, Merge

MOST_LINES = 20
CUSTOMER = "customers.customer"
# Follows from the names, and is put right by itself.
_DERIVED = {"sort_key"}


def gone_name(merge: Merge) -> str:
    """How the other one is called, as long as that is known; their number afterwards."""
    return with_gone_names([merge])[0][1]


def with_gone_names(merges: Sequence[Merge]) -> list[tuple[Merge, str]]:
    """Each of them with what the other one is called."""
    back = Customer.objects.in_bulk({merge.gone_number for merge in merges if merge.undone_at})
    return [(merge, _gone_name(merge, back.get(merge.gone_number))) for merge in merges]


def _gone_name(merge: Merge, back: Customer | None) -> str:
    rows = [row for step in _steps(merge, "drop") for row in step[2]]
    if not rows:
        return str(back or f"#{merge.gone_number}")
    names = ("given_name", "family_name", "preferred_name", "company")
    return str(Customer(pk=merge.gone_number, **{name: rows[0][name] for name in names}))


def edited_since(merge: Merge) -> list[str]:
    """The fields of the one who was kept that somebody has written since: an undo leaves them alone."""
    if merge.undone_at:
        return []
    moves: dict[str, Any] = {}
    for step in _steps(merge, "change"):
        moves |= step[3]
    others = [name for name, (_before, after) in moves.items() if kept(getattr(merge.kept, name)) != after]
    return [capfirst(field_in_words(CUSTOMER, name)) for name in others if name not in _DERIVED]


def later_lines(merge: Merge) -> list[Interaction]:
    """What has happened since the merge: it stays with the one who was kept."""
    if merge.undone_at:
        return []
    since = Interaction.objects.standing().filter(customer=merge.kept_id, created_at__gt=merge.at)
    return list(since.exclude(kind=MERGED.key).newest_first()[:MOST_LINES])


def _steps(merge: Merge, kind: str) -> list[Step]:
    return [step for step in merge.steps if step[0] == kind and step[1] == CUSTOMER]
