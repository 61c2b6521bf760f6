"""Giving vouchers, and calling them off."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.actions.till import today_in_the_shop
from crm.shop.models import ShopSettings, User
from crm.web.short_codes import new_code
from customers.actions.interaction import Entry, correct_interaction, log_interaction
from customers.models import Customer, Interaction
from engagement.actions.voucher_ledger import write_move
from engagement.kinds import VOUCHER
from engagement.models import Voucher, VoucherMove, VoucherState

TRIES = 5


@dataclass(frozen=True)
class Worth:
    """An amount of money (in the shop's currency unless it says another), or a percentage."""

    amount: Decimal | None = None
    percent: int | None = None
    currency: str = ""


class VoucherIsNotOpen(Exception):
    """It was used, has run out, or was called off already; `voucher` is as it stands now."""

    def __init__(self, voucher: Voucher) -> None:
        super().__init__(voucher.pk)
        self.voucher = voucher


@transaction.atomic
def issue_voucher(
    worth: Worth,
    *,
    customer: Customer | None,
    reason: str,
    cause: str = "",
    expires_on: date | None = None,
    note: str = "",
    by: User | None,
) -> Voucher:
    """Give a voucher; a second one for the same cause is the first one again."""
    voucher = Voucher(
        customer=customer,
        amount=worth.amount,
        currency=_currency_of(worth),
        percent=worth.percent,
        reason=reason,
        cause=cause,
        expires_on=expires_on,
        note=note,
        issued_at=timezone.now(),
        issued_by=by,
    )
    if (known := _save_once(voucher)) is not None:
        return known
    write_move(voucher, VoucherMove.ISSUED, by=by)
    if customer is not None:
        log_interaction(customer, _line(voucher), by=by)
    audit.record("voucher.issued", voucher, by=by)
    return voucher


@transaction.atomic
def cancel_voucher(voucher: Voucher, *, because: str, by: User | None) -> Voucher:
    """Call an open voucher off; twice is once.

    Raises VoucherIsNotOpen when it was used or has run out.
    """
    voucher = lock_voucher(voucher.pk)
    if voucher.cancelled_at is not None:
        return voucher
    if voucher.state_on(today_in_the_shop()) != VoucherState.OPEN:
        raise VoucherIsNotOpen(voucher)
    voucher.cancelled_at, voucher.cancelled_by = timezone.now(), by
    voucher.save(update_fields=["cancelled_at", "cancelled_by"])
    write_move(voucher, VoucherMove.CANCELLED, note=because, by=by)
    _tell_timeline(voucher, _("Called off: %s") % because, by=by)
    audit.record("voucher.cancelled", voucher, by=by)
    return voucher


def lock_voucher(pk: int) -> Voucher:
    """The voucher as it is now, held until the end of the transaction.

    Alone: what is joined to a row that had to be waited for is joined as it was before.
    """
    return Voucher.objects.select_for_update().get(pk=pk)


def _currency_of(worth: Worth) -> str:
    if worth.amount is None or worth.currency:
        return worth.currency
    shop = ShopSettings.current()
    return shop.currency if shop else ""


def _save_once(voucher: Voucher) -> Voucher | None:
    """Save it under a code nobody has; the known one instead, when its cause has one already."""
    for tries_left in reversed(range(TRIES)):
        voucher.code = new_code()
        if voucher.cause and (known := Voucher.objects.filter(cause=voucher.cause).first()):
            return known
        try:
            with transaction.atomic():
                voucher.save()
            return None
        except IntegrityError:
            # Somebody has just taken the code, or met the same cause: look again.
            if not tries_left:
                raise
    return None


def _line(voucher: Voucher) -> Entry:
    words = f"{voucher.worth} · {voucher.get_reason_display()}"
    text = f"{words}\n{voucher.note}" if voucher.note else words
    return Entry(VOUCHER.key, voucher.issued_at, text, about=audit.label(voucher))


def _tell_timeline(voucher: Voucher, outcome: str, *, by: User | None) -> None:
    """What became of it, on the line that says it was given."""
    if voucher.customer is None:
        return
    lines = Interaction.objects.filter(customer=voucher.customer, kind=VOUCHER.key)
    line = lines.filter(about=audit.label(voucher)).first()
    if line is not None:
        entry = Entry(VOUCHER.key, line.at, line.text, outcome=outcome[:200], about=line.about)
        correct_interaction(voucher.customer, entry, by=by)
