"""Taking back the purchases that a file brought; what somebody has touched since then stays."""

from collections import Counter

from django.db import connection
from django.db.models import Q

from customers.models import DataImport, ImportedCustomer, Interaction, Outcome, Purchase
from customers.traces import traces_of

PIECE = 5_000
LET_REFUNDS_GO = "UPDATE customers_purchase SET refund_of_id = NULL WHERE refund_of_id = ANY(%(purchases)s)"
FORGET_LINES = "DELETE FROM customers_purchaseline WHERE purchase_id = ANY(%(purchases)s)"
FORGET_TIMELINE = """
    DELETE FROM customers_interaction AS line USING customers_purchase AS purchase
    WHERE purchase.id = ANY(%(purchases)s) AND line.customer_id = purchase.customer_id
        AND line.kind IN ('purchase', 'refund') AND line.about = 'customers.purchase:' || purchase.id
"""
FORGET = "DELETE FROM customers_purchase WHERE id = ANY(%(purchases)s)"


def timeline_name(purchase: int) -> str:
    """What the timeline's line of a purchase is about."""
    return f"{Purchase._meta.label_lower}:{purchase}"


def brought_by(data_import: DataImport, *, after: int = 0, to: int | None = None) -> set[int]:
    """The purchases that some rows of a file made."""
    rows = data_import.rows.filter(outcome=Outcome.CREATED, purchase_id__isnull=False, number__gt=after)
    rows = rows if to is None else rows.filter(number__lte=to)
    return {number for number in rows.values_list("purchase_id", flat=True) if number is not None}


def end_of_piece(data_import: DataImport) -> int | None:
    """The row up to which the next piece goes."""
    rows = data_import.rows.filter(number__gt=data_import.cursor, purchase_id__isnull=False).order_by(
        "number"
    )
    numbers = list(rows.values_list("number", flat=True)[:PIECE])
    return numbers[-1] if numbers else None


def touched(purchases: set[int], ours: set[int]) -> set[int]:
    """Those of these purchases, or of their lines on the timeline, that somebody has changed or used.

    `ours` came with the same file: a refund among them goes with its sale.
    """
    theirs = Purchase.objects.filter(refund_of__in=purchases, pk__in=ours)
    refunds = set(theirs.values_list("pk", flat=True))
    going = refunds - touched(refunds, ours) if refunds else refunds
    edited = Purchase.objects.filter(pk__in=purchases).exclude(version=1, voided_at=None)
    labels = {timeline_name(pk): pk for pk in purchases}
    customers = Purchase.objects.filter(pk__in=purchases).values("customer_id")
    changed = Q(pinned_at__isnull=False) | Q(withdrawn_at__isnull=False) | Q(version__gt=1)
    lines = Interaction.objects.filter(changed, customer_id__in=customers, about__in=labels)
    hanging = traces_of(Purchase, purchases, harmless={Purchase: Q(pk__in=going)})
    return {
        *edited.values_list("pk", flat=True),
        *(labels[about] for about in lines.values_list("about", flat=True)),
        *hanging,
    }


def take_back_purchases(data_import: DataImport, end: int) -> Counter[str]:
    """Take back what the next rows brought, in the transaction of the caller; how many went and stayed."""
    wanted = brought_by(data_import, after=data_import.cursor, to=end)
    held = Purchase.objects.filter(pk__in=wanted).order_by("pk").select_for_update()
    standing = set(held.values_list("pk", flat=True))
    kept = touched(standing, brought_by(data_import))
    with connection.cursor() as cursor:
        for statement in (LET_REFUNDS_GO, FORGET_TIMELINE, FORGET_LINES, FORGET):
            cursor.execute(statement, {"purchases": list(standing - kept)})
    _note_kept(data_import, kept)
    return Counter(purchases_removed=len(standing - kept), purchases_kept=len(kept))


def _note_kept(data_import: DataImport, kept: set[int]) -> None:
    """Whose purchases stay stands in the ledger, also where the file made nothing else of them."""
    owners = Counter(
        Purchase.objects.filter(pk__in=kept, customer__isnull=False).values_list("customer_id", flat=True)
    )
    for customer, purchases in owners.items():
        line, _is_new = ImportedCustomer.objects.get_or_create(data_import=data_import, customer_id=customer)
        earlier = (line.kept or {}).get("purchases", 0)
        line.kept = {**(line.kept or {}), "purchases": earlier + purchases}
        line.save(update_fields=["kept"])
