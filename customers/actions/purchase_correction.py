"""Correcting a purchase that was written by hand, voiding it, letting it count again.

Voiding keeps the row: it stays readable, says who voided it and when, and counts nowhere. What a
till, a web shop or a file has told stays as it was told.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.figures import refresh_figures
from customers.actions.interaction import correct_interaction, log_interaction, withdraw_interaction
from customers.actions.purchase import Line, Receipt, kind_key, lines_of, timeline_entry
from customers.actions.purchase_return import is_too_much
from customers.actions.revision import Moves, json_value, write_revisions
from customers.models import Purchase, PurchaseLine
from customers.stale import refuse_stale

PLAIN = ("at", "is_refund", "location", "channel")
LINE_VALUES = ("product_code", "product_name", "category", "quantity", "unit_price", "discount")


class PurchaseStaysAsItIs(Exception):
    """This purchase cannot be changed here; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def why_it_stays(purchase: Purchase) -> str:
    """Why a purchase cannot be voided, as a sentence; empty when it can."""
    if not purchase.is_by_hand:
        return _(
            "It came from “%(source)s”. What a till or a file has told stays as it was told: "
            "when something is wrong, correct it there."
        ) % {"source": purchase.source}
    if purchase.refunds.standing().exists():
        return _("Something of it has come back. Void that refund first.")
    return ""


def why_uncorrectable(purchase: Purchase) -> str:
    """Why a purchase cannot be corrected, as a sentence; empty when it can."""
    if purchase.is_voided:
        return _("It is void. Let it count again first.")
    if purchase.is_by_hand and purchase.refund_of_id:
        return _("This refund belongs to a purchase. Void it and take back again what really came back.")
    return why_it_stays(purchase)


@transaction.atomic
def correct_purchase(purchase: Purchase, receipt: Receipt, *, version: int, by: User | None) -> Purchase:
    """Bring a hand-written purchase in step with `receipt`; what it said before stays readable.

    Saying the same again changes nothing. Raises PurchaseStaysAsItIs, and SomebodyWasFaster when
    `version` is not the stored one.
    """
    purchase = _locked(purchase)
    _refuse(why_uncorrectable(purchase))
    moves = _moves(purchase, receipt)
    if not moves:
        return purchase
    refuse_stale(purchase, version)
    kind = kind_key(purchase)
    _write(purchase, receipt)
    _keep_history(purchase, moves, by)
    _tell_the_timeline(purchase, receipt.lines, was=kind, by=by)
    audit.record("purchase.corrected", purchase, by=by, fields=moves)
    return purchase


@transaction.atomic
def void_purchase(purchase: Purchase, *, by: User | None) -> Purchase:
    """It never happened: off the timeline and out of every figure. `restore_purchase` brings it back."""
    purchase = _locked(purchase)
    if purchase.is_voided:
        return purchase
    _refuse(why_it_stays(purchase))
    _set_voided(purchase, voided=True, by=by)
    if customer := purchase.customer:
        withdraw_interaction(customer, kind=kind_key(purchase), about=audit.label(purchase), by=by)
        refresh_figures([customer.pk])
    audit.record("purchase.voided", purchase, by=by)
    return purchase


@transaction.atomic
def restore_purchase(purchase: Purchase, *, by: User | None) -> Purchase:
    """Let a voided purchase count again."""
    purchase = _locked(purchase)
    if not purchase.is_voided:
        return purchase
    _refuse(_why_it_stays_void(purchase))
    _set_voided(purchase, voided=False, by=by)
    _tell_the_timeline(purchase, list(purchase.lines.all()), was="", by=by)
    audit.record("purchase.restored", purchase, by=by)
    return purchase


def _locked(purchase: Purchase) -> Purchase:
    rows = Purchase.objects.select_for_update(of=("self",)).select_related("customer", "location")
    return rows.get(pk=purchase.pk)


def _refuse(sentence: str) -> None:
    if sentence:
        raise PurchaseStaysAsItIs(sentence)


def _why_it_stays_void(purchase: Purchase) -> str:
    """A refund counts again only while what it belongs to does, and has that much left."""
    if purchase.refund_of_id is None:
        return ""
    bought = Purchase.objects.select_for_update().get(pk=purchase.refund_of_id)
    if bought.is_voided:
        return _("The purchase it belongs to is void. Let that count again first.")
    if is_too_much(bought, list(purchase.lines.all())):
        return _("Meanwhile as much has come back as was bought.")
    return ""


def _moves(purchase: Purchase, receipt: Receipt) -> Moves:
    before = {name: getattr(purchase, name) for name in PLAIN}
    after = {name: getattr(receipt, name) for name in PLAIN}
    moves: dict[str, tuple[Any, Any]] = {
        name: (json_value(before[name]), json_value(after[name]))
        for name in PLAIN
        if before[name] != after[name]
    }
    was, becomes = _kept(purchase.lines.all()), _kept(receipt.lines)
    return moves | ({"lines": (was, becomes)} if was != becomes else {})


def _kept(lines: Iterable[Line | PurchaseLine]) -> list[dict[str, str]]:
    """Lines as a revision keeps them: 2 and 2.000 are the same."""
    return [{name: _plain(getattr(line, name)) for name in LINE_VALUES} for line in lines]


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else f"{value.normalize():f}"


def _write(purchase: Purchase, receipt: Receipt) -> None:
    for name in PLAIN:
        setattr(purchase, name, getattr(receipt, name))
    purchase.total = receipt.total
    purchase.version += 1
    purchase.save(update_fields=[*PLAIN, "total", "version"])
    purchase.lines.all().delete()
    PurchaseLine.objects.bulk_create(lines_of(purchase, receipt.lines))


def _set_voided(purchase: Purchase, *, voided: bool, by: User | None) -> None:
    before = purchase.voided_at
    purchase.voided_at, purchase.voided_by = (timezone.now(), by) if voided else (None, None)
    purchase.version += 1
    purchase.save(update_fields=["voided_at", "voided_by", "version"])
    _keep_history(purchase, {"voided_at": (json_value(before), json_value(purchase.voided_at))}, by)


def _keep_history(purchase: Purchase, moves: Moves, by: User | None) -> None:
    """A walk-in has no history of its own: the trail still says who did it."""
    if purchase.customer is not None:
        write_revisions(purchase.customer, purchase, moves, version=purchase.version, by=by)


def _tell_the_timeline(
    purchase: Purchase, lines: Sequence[Line | PurchaseLine], *, was: str, by: User | None
) -> None:
    """A sale that turns out to be a refund is another kind of line."""
    customer = purchase.customer
    if customer is None:
        return
    entry = timeline_entry(purchase, lines)
    if was == entry.kind:
        correct_interaction(customer, entry, by=by)
    else:
        if was:
            withdraw_interaction(customer, kind=was, about=entry.about, by=by)
        log_interaction(customer, entry, by=by)
    refresh_figures([customer.pk])
