"""The rules of the card in words, and what is on it in money. Pure: the book is asked by others."""

from decimal import ROUND_DOWN, Decimal

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.web.templatetags.amounts import money, number
from engagement.models import LoyaltyKind, LoyaltyProgram

SMALLEST = Decimal("0.01")


def worth_of(amount: int, program: LoyaltyProgram) -> Decimal:
    """What so many are worth, rounded down."""
    return (Decimal(program.worth) * amount / program.full_at).quantize(SMALLEST, ROUND_DOWN)


def step_of(program: LoyaltyProgram) -> int:
    """How many are spent at a time: stamps by the full card, points as one likes."""
    return program.full_at if program.kind == LoyaltyKind.STAMPS else 1


def spendable(balance: int, program: LoyaltyProgram) -> int:
    """The most that can be spent of a balance; nothing, when it is worth nothing yet."""
    most = balance - balance % step_of(program)
    return most if worth_of(most, program) else 0


def counted(amount: int, program: LoyaltyProgram) -> str:
    """7 stamps, 120 points."""
    if program.kind == LoyaltyKind.STAMPS:
        return ngettext("%(count)s stamp", "%(count)s stamps", amount) % {"count": number(amount)}
    return ngettext("%(count)s point", "%(count)s points", amount) % {"count": number(amount)}


def rules_in_words(program: LoyaltyProgram, currency: str) -> list[str]:
    """The rules as customers read them."""
    return [_earning(program, currency), _spending(program, currency), _lasting(program)]


def rules_for_staff(program: LoyaltyProgram, currency: str) -> list[str]:
    """The same, with what only the shop needs to know."""
    words = rules_in_words(program, currency)
    words.append(_("What is brought back takes along what it earned, down to nothing, never below."))
    if program.started_at:
        day = date_format(localtime(program.started_at), "SHORT_DATETIME_FORMAT")
        words.append(_("Purchases before %s earn nothing.") % day)
    return words


def _earning(program: LoyaltyProgram, currency: str) -> str:
    least = money(program.least_spend, currency)
    if program.kind == LoyaltyKind.STAMPS:
        if program.least_spend:
            return _("A stamp for each purchase of at least %s.") % least
        return _("A stamp for each purchase.")
    unit = money(Decimal(1), currency)
    words = ngettext(
        "%(points)d point for each %(unit)s.", "%(points)d points for each %(unit)s.", program.points_for_one
    )
    told = words % {"points": program.points_for_one, "unit": unit}
    if program.least_spend:
        return told + " " + _("The purchase has to be at least %s.") % least
    return told


def _spending(program: LoyaltyProgram, currency: str) -> str:
    words = _("%(many)s are worth %(worth)s.")
    return words % {"many": counted(program.full_at, program), "worth": money(program.worth, currency)}


def _lasting(program: LoyaltyProgram) -> str:
    if program.expires_after_days is None:
        return _("They never run out.")
    days = program.expires_after_days
    return ngettext("They run out after %d day.", "They run out after %d days.", days) % days
