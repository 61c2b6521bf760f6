"""Writing many told receipts, set-based: one statement for each table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError

from crm.shop.models import User
from customers.actions.customer_reference import Reference
from customers.actions.figures import refresh_figures
from customers.actions.purchase import Receipt, lines_of, row_of, timeline_entry
from customers.models import Interaction, Purchase, PurchaseLine

CREATED, KNOWN, REFUSED = "created", "known", "refused"


@dataclass(frozen=True)
class Told:
    """A receipt, and what the program calls the customer."""

    receipt: Receipt
    references: tuple[Reference, ...] = ()
    create_missing: bool = False
    refund_of: str = ""  # the number of the receipt it belongs to
    says_when: bool = True

    @property
    def key(self) -> tuple[str, str]:
        return (self.receipt.source, self.receipt.external_id)


@dataclass
class Outcome:
    """What became of one receipt."""

    state: str = ""
    purchase: Purchase | None = None
    customer_id: int | None = None
    field: str = ""
    sentence: str = ""
    is_conflict: bool = False


def write_receipts(new: Sequence[tuple[Told, Outcome]], *, by: User | None) -> dict[str, int]:
    """Purchases, their lines, their lines on the timeline, the figures; returns how many of each."""
    written = Purchase.objects.bulk_create(
        row_of(told.receipt, outcome.customer_id, by=by) for told, outcome in new
    )
    lines = []
    for purchase, (told, outcome) in zip(written, new, strict=True):
        outcome.state, outcome.purchase = CREATED, purchase
        own = lines_of(purchase, told.receipt.lines)
        # What was written is what is shown: nobody needs to read it again.
        purchase._prefetched_objects_cache = {"lines": own}  # type: ignore[attr-defined]
        lines += own
    PurchaseLine.objects.bulk_create(lines)
    people = {outcome.customer_id for _told, outcome in new if outcome.customer_id}
    Interaction.objects.bulk_create(_timeline_lines(new, by))
    refresh_figures(sorted(people))
    return {"purchases": len(new), "lines": len(lines), "customers": len(people)}


def _made(outcome: Outcome) -> Purchase:
    """By now it is there."""
    if outcome.purchase is None:
        raise IntegrityError
    return outcome.purchase


def _timeline_lines(new: Iterable[tuple[Told, Outcome]], by: User | None) -> list[Interaction]:
    return [
        Interaction(
            customer_id=outcome.customer_id,
            staff=by,
            **timeline_entry(_made(outcome), told.receipt.lines).values(),
        )
        for told, outcome in new
        if outcome.customer_id
    ]


def point_twins(many: Sequence[Told], outcomes: Mapping[int, Outcome]) -> None:
    """Whoever was told twice in one batch is answered with what the first has made."""
    made = {told.key: outcomes[id(told)] for told in many if outcomes[id(told)].state == CREATED}
    for told in many:
        outcome = outcomes[id(told)]
        if outcome.state == KNOWN and outcome.purchase is None:
            twin = made[told.key]
            outcome.purchase, outcome.customer_id = twin.purchase, twin.customer_id
