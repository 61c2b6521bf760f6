"""Taking vouchers in payment: each once, at however many tills."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.actions.till import today_in_the_shop
from crm.shop.models import User
from crm.web.short_codes import tidy_code
from customers.actions.interaction import Entry, log_interaction, withdraw_interaction
from customers.models import Purchase
from engagement.actions.voucher import VoucherIsNotOpen, lock_voucher
from engagement.actions.voucher_ledger import write_move
from engagement.kinds import VOUCHER_USED
from engagement.models import Voucher, VoucherMove, VoucherState


class ThereIsNoSuchVoucher(Exception):
    """Nobody was given this code."""


@transaction.atomic
def redeem_voucher(code: str, *, purchase: Purchase | None = None, by: User | None) -> Voucher:
    """Take a voucher in payment. Of two tills at once one wins, and the other is told by whom and when.

    Raises ThereIsNoSuchVoucher, and VoucherIsNotOpen, whose voucher says what became of it.
    """
    voucher = lock_voucher(find_voucher(code).pk)
    if voucher.state_on(today_in_the_shop()) != VoucherState.OPEN:
        raise VoucherIsNotOpen(voucher)
    voucher.redeemed_at, voucher.redeemed_by, voucher.redeemed_with = timezone.now(), by, purchase
    voucher.save(update_fields=["redeemed_at", "redeemed_by", "redeemed_with"])
    write_move(voucher, VoucherMove.REDEEMED, by=by)
    if voucher.customer is not None:
        used = Entry(VOUCHER_USED.key, voucher.redeemed_at, voucher.worth, about=audit.label(voucher))
        log_interaction(voucher.customer, used, by=by)
    audit.record("voucher.redeemed", voucher, by=by)
    return voucher


@transaction.atomic
def undo_redemption(voucher: Voucher, *, because: str, by: User | None) -> Voucher:
    """It was a mistake: the voucher is as good as before, unless it has run out meanwhile. Twice is once."""
    voucher = lock_voucher(voucher.pk)
    if voucher.redeemed_at is None:
        return voucher
    voucher.redeemed_at = voucher.redeemed_by = voucher.redeemed_with = None
    voucher.save(update_fields=["redeemed_at", "redeemed_by", "redeemed_with"])
    write_move(voucher, VoucherMove.UNREDEEMED, note=because, by=by)
    if voucher.state_on(today_in_the_shop()) == VoucherState.EXPIRED:
        write_move(voucher, VoucherMove.EXPIRED, by=None)
    if voucher.customer is not None:
        withdraw_interaction(voucher.customer, kind=VOUCHER_USED.key, about=audit.label(voucher), by=by)
    audit.record("voucher.unredeemed", voucher, by=by)
    return voucher


def find_voucher(code: str) -> Voucher:
    """The voucher of a code, however it was typed. Raises ThereIsNoSuchVoucher."""
    known = Voucher.objects.select_related("customer", "redeemed_by", "cancelled_by")
    voucher = known.filter(code=tidy_code(code)).first()
    if voucher is None:
        raise ThereIsNoSuchVoucher
    return voucher


def what_became_of(voucher: Voucher) -> str:
    """Why it cannot be taken, as a sentence; empty while it is good."""
    state = voucher.state
    if state == VoucherState.USED and voucher.redeemed_at:
        words = _("It was used on %(when)s; %(who)s took it.")
        return words % {"when": _moment(voucher.redeemed_at), "who": voucher.redeemed_by or _("somebody")}
    if state == VoucherState.CANCELLED and voucher.cancelled_at:
        return _("It was called off on %s.") % _moment(voucher.cancelled_at)
    if state == VoucherState.EXPIRED and voucher.expires_on:
        return _("It was good until %s.") % date_format(voucher.expires_on, "SHORT_DATE_FORMAT")
    return ""


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
