"""When somebody leaves an automation early, because its reason is gone. Asked before every step."""

from collections.abc import Callable
from datetime import date, datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.kinds import COMPLAINT_HINT
from customers.models import Customer, Interaction, Purchase
from engagement.loyalty_expiry import ending_on
from engagement.models import Enrolment, Voucher

Exit = Callable[[Enrolment, datetime], bool]
EXITS: dict[str, Exit] = {}
EXIT_WORDS: dict[str, str | Promise] = {
    "switched_off": _("The automation was switched off"),
    "replied": _("They answered"),
    "capped": _("They had this mail a short while ago"),
    "customer_gone": _("The customer is gone"),
    "merged": _("Their two records were put together"),
    "broken": _("A step could not be done"),
}


def exit_when(key: str, words: str | Promise) -> Callable[[Exit], Exit]:
    """Register a way out under its key; the floors above add theirs from `ready()`."""

    def register(is_over: Exit) -> Exit:
        if EXITS.setdefault(key, is_over) is not is_over:
            raise ValueError(f"The exit {key} is already taken.")
        EXIT_WORDS[key] = words
        return is_over

    return register


@exit_when("bought_again", _("They bought again"))
def bought_again(enrolment: Enrolment, now: datetime) -> bool:
    # A silence is told on the morning it became too long: only what came later ends it.
    last = Customer.objects.values_list("last_purchase_at", flat=True).get(pk=enrolment.customer_id)
    return last is not None and last > enrolment.caused_at


@exit_when("refunded", _("It was taken back"))
def refunded(enrolment: Enrolment, now: datetime) -> bool:
    """The purchase is void, or some of it came back; for "the first purchase", any refund since then."""
    kind, _colon, numeral = enrolment.cause.partition(":")
    if kind == "customers.purchase":
        number = int(numeral)
        came_back = Purchase.objects.filter(refund_of=number, voided_at=None)
        return came_back.exists() or not Purchase.objects.filter(pk=number, voided_at=None).exists()
    counted = Purchase.objects.filter(customer=enrolment.customer_id, voided_at=None)
    since = counted.filter(at__gte=enrolment.caused_at)
    return since.filter(is_refund=True).exists() or not since.filter(is_refund=False).exists()


@exit_when("complained", _("They complained"))
def complained(enrolment: Enrolment, now: datetime) -> bool:
    lines = Interaction.objects.standing().filter(customer=enrolment.customer_id, kind=COMPLAINT_HINT.key)
    return lines.filter(at__gte=enrolment.caused_at).exists()


@exit_when("voucher_used", _("The voucher was used"))
def voucher_used(enrolment: Enrolment, now: datetime) -> bool:
    number = enrolment.cause.rpartition(":")[2]
    return not Voucher.objects.filter(pk=number, redeemed_at=None, cancelled_at=None).exists()


@exit_when("points_used", _("The points were used"))
def points_used(enrolment: Enrolment, now: datetime) -> bool:
    last_day = date.fromisoformat(enrolment.cause.partition(":")[2])
    return not ending_on([last_day], Q(card__customer=enrolment.customer_id))


def way_out(enrolment: Enrolment, keys: tuple[str, ...], now: datetime) -> str:
    """The first of these ways out that is open; empty when none is."""
    return next((key for key in keys if EXITS[key](enrolment, now)), "")
