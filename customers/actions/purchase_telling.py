"""What a till or web shop tells: one sale or five hundred, each written once however often it is told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.customer_reference import Found, find_or_make, find_referred
from customers.actions.purchase import Line, Receipt, lines_of
from customers.actions.purchase_batch import (
    KNOWN,
    REFUSED,
    Outcome,
    Told,
    point_twins,
    write_receipts,
)
from customers.actions.purchase_return import is_too_much
from customers.models import Purchase, PurchaseLine

# Two tills that tell the same sale at once: the second waits, then finds it known.
LOCK = """
    SELECT pg_advisory_xact_lock(key) FROM (
        SELECT DISTINCT hashtextextended(receipt, 0) AS key FROM unnest(%s::text[]) AS receipt ORDER BY 1
    ) AS keys
"""


@dataclass
class _Desk:
    """Everything that is known before anything is written."""

    by: User | None
    customers: Found = field(default_factory=dict)
    known: dict[tuple[str, str], Purchase] = field(default_factory=dict)


@transaction.atomic(savepoint=False)
def tell_purchase(told: Told, *, by: User | None) -> Outcome:
    """Write one receipt as a page would; the same one again is the first one again."""
    desk = _open_desk([told], by)
    outcome = _judge(told, desk)
    if not outcome.state:
        written = write_receipts([(replace(told, receipt=_complete(told, desk)), outcome)], by=by)
        audit.record("purchase.recorded", outcome.purchase or "", by=by, counts={"lines": written["lines"]})
    return outcome


@transaction.atomic(savepoint=False)
def tell_purchases(many: Sequence[Told], *, by: User | None) -> list[Outcome]:
    """Write many receipts, set-based; what is refused does not hold up the others."""
    at_once = [told for told in many if not told.refund_of]
    desk = _open_desk(at_once, by)
    first: dict[tuple[str, str], Told] = {}
    outcomes: dict[int, Outcome] = {}
    for told in at_once:
        outcome = outcomes[id(told)] = _judge_twin(told, first.get(told.key)) or _judge(told, desk)
        if told.receipt.external_id and not outcome.state:
            first[told.key] = told
    new = [(told, outcomes[id(told)]) for told in at_once if not outcomes[id(told)].state]
    if new:
        audit.record("purchase.told", by=by, counts=write_receipts(new, by=by))
    point_twins(at_once, outcomes)
    # What comes back of a receipt depends on what came back a moment ago, perhaps in this batch.
    return [outcomes.get(id(told)) or tell_purchase(told, by=by) for told in many]


def _open_desk(many: Sequence[Told], by: User | None) -> _Desk:
    numbered = [told for told in many if told.receipt.external_id]
    if numbered:
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [["\n".join(("purchase", *told.key)) for told in numbered]])
    keys = {told.key for told in numbered}
    keys |= {(told.receipt.source, told.refund_of) for told in many if told.refund_of}
    desk = _Desk(by, known=_known(keys))
    new = [told for told in many if told.key not in desk.known]
    asked = {reference for told in many for reference in told.references}
    desk.customers = find_referred(asked) if asked else {}
    strangers = [told.references for told in new if told.create_missing and _is_unknown(told, desk)]
    if strangers:
        desk.customers = {**desk.customers, **find_or_make(strangers, by=by)}
    return desk


def _is_unknown(told: Told, desk: _Desk) -> bool:
    return not any(each in desk.customers for each in told.references)


def _known(keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], Purchase]:
    if not keys:
        return {}
    sources, numbers = {source for source, _number in keys}, [number for _source, number in keys]
    rows = Purchase.objects.filter(source__in=sources, external_id__in=numbers).prefetch_related("lines")
    return {key: row for row in rows if (key := (row.source, row.external_id)) in keys}


def _judge(told: Told, desk: _Desk) -> Outcome:
    """Known already, refused, or still to be written (no state)."""
    whose = [desk.customers[each] for each in told.references if each in desk.customers]
    customer_id = whose[0] if whose else None
    if told.receipt.external_id and (known := desk.known.get(told.key)):
        return _judge_again(told, known, customer_id)
    if told.references and not whose:
        return _refusal("customer", _("We do not know this customer."))
    if whose and customer_id is None:
        return _refusal("customer", _("Several customers share this address or number."))
    if told.refund_of and (sentence := _why_not_refunded(told, desk)):
        return _refusal("refund_of", sentence)
    return Outcome(customer_id=customer_id)


def _refusal(name: str, sentence: str, *, is_conflict: bool = False) -> Outcome:
    return Outcome(REFUSED, field=name, sentence=sentence, is_conflict=is_conflict)


def _judge_again(told: Told, known: Purchase, customer_id: int | None) -> Outcome:
    same_person = customer_id is None or known.customer_id in (None, customer_id)
    if same_person and _content(told.receipt, told.says_when) == _stored(known, told.says_when):
        return Outcome(KNOWN, purchase=known, customer_id=known.customer_id)
    return _differs()


def _differs() -> Outcome:
    return _refusal(
        "external_id", _("This receipt is known already, and says something else."), is_conflict=True
    )


def _judge_twin(told: Told, twin: Told | None) -> Outcome | None:
    """The same number twice in one batch."""
    if twin is None or not told.receipt.external_id:
        return None
    says_when = told.says_when and twin.says_when
    is_same = told.references == twin.references and told.refund_of == twin.refund_of
    is_same &= _content(told.receipt, says_when) == _content(twin.receipt, says_when)
    return Outcome(KNOWN) if is_same else _differs()


def _content(receipt: Receipt, says_when: bool) -> tuple[Any, ...]:
    at = receipt.at if says_when else None
    return (at, receipt.currency, receipt.is_refund, tuple(_line(line) for line in receipt.lines))


def _stored(purchase: Purchase, says_when: bool) -> tuple[Any, ...]:
    at = purchase.at if says_when else None
    return (at, purchase.currency, purchase.is_refund, tuple(_line(line) for line in purchase.lines.all()))


def _line(line: Line | PurchaseLine) -> tuple[Any, ...]:
    return (
        line.product_code,
        line.product_name,
        line.category,
        line.quantity,
        line.unit_price,
        line.discount,
    )


def _why_not_refunded(told: Told, desk: _Desk) -> str:
    """Why this cannot come back, as a sentence; empty when it can."""
    bought = desk.known.get((told.receipt.source, told.refund_of))
    if bought is None:
        return _("There is no purchase with this number.")
    if bought.is_refund or not told.receipt.is_refund:
        return _("Only a refund belongs to a purchase.")
    bought = Purchase.objects.select_for_update().get(pk=bought.pk)
    if is_too_much(bought, lines_of(Purchase(), told.receipt.lines)):
        return _("More would come back than was bought.")
    return ""


def _complete(told: Told, desk: _Desk) -> Receipt:
    """With the purchase it belongs to."""
    if not told.refund_of:
        return told.receipt
    return replace(told.receipt, refund_of=desk.known[told.receipt.source, told.refund_of])
