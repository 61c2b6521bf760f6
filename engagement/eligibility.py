"""May this mail leave? Asked at the moment of sending. Whose turn it is says turn.py."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from customers.consent_state import State, state_of
from customers.models import ConsentChannel, Customer
from engagement.actions.suppression import suppressed
from engagement.addresses import address_hash
from engagement.desk import desk, seen_ahead
from engagement.legal_basis import basis_for
from engagement.models import Message, MessageClass, SkipReason, SuppressionReason
from engagement.still_true import why_no_longer

ASKING = {MessageClass.SURVEY, MessageClass.REVIEW}
DEAD = {SuppressionReason.HARD_BOUNCE, SuppressionReason.SOFT_BOUNCE, SuppressionReason.INVALID}


def why_not_any_more(message: Message, customer: Customer | None, now: datetime) -> SkipReason | None:
    """What waiting will not change: it is too late, they do not want it, the reason is gone."""
    if message.expires_at is not None and message.expires_at <= now:
        return SkipReason.STALE
    return why_not_to_them(message, customer, now) or (
        None if message.is_test else why_no_longer(message, now)
    )


def why_not_to_them(message: Message, customer: Customer | None, now: datetime) -> SkipReason | None:
    """What the person, the law and their mailbox say; asked once more right before the mail leaves."""
    address = address_for(message, customer)
    if reason := why_not_to(address):
        return reason
    if message.staff_id is not None:
        return None if message.staff and message.staff.is_active else SkipReason.NO_LONGER_TRUE
    if reason := _suppressed(address, message.message_class, now):
        return reason
    if message.message_class == MessageClass.TRANSACTIONAL:
        return None
    return _unwished(message, customer, now) if customer else SkipReason.CUSTOMER_GONE


def address_for(message: Message, customer: Customer | None) -> str:
    """Where it goes: to a colleague, to the address it was planned for, or to the customer's first."""
    if message.staff is not None:
        return message.staff.email
    if message.to_email or customer is None:
        return message.to_email
    first = customer.emails.first()
    return first.address if first else ""


def why_not_to(address: str) -> SkipReason | None:
    """Is there an address, and is it one?"""
    if not address:
        return SkipReason.NO_ADDRESS
    try:
        validate_email(address)
    except ValidationError:
        return SkipReason.BAD_ADDRESS
    return None


def _suppressed(address: str, message_class: str, now: datetime) -> SkipReason | None:
    seen = seen_ahead()
    if seen is not None and seen.address == address:
        return None
    found = suppressed(address_hash(address), message_class, now)
    if found is None:
        return None
    return SkipReason.BAD_ADDRESS if found.reason in DEAD else SkipReason.SUPPRESSED


def _unwished(message: Message, customer: Customer, now: datetime) -> SkipReason | None:
    """Their own words, those of staff about them, and the law."""
    if customer.do_not_disturb_since is not None:
        return SkipReason.DO_NOT_DISTURB
    wishes = getattr(customer, "preference", None)
    if wishes and wishes.is_paused(now):
        return SkipReason.PAUSED
    if wishes and wishes.never_ask and message.message_class in ASKING:
        return SkipReason.OPTED_OUT
    state = state_of(customer)
    answer = state.get((ConsentChannel.EMAIL, message.topic))
    if answer is not None and not answer.is_given:
        return SkipReason.OPTED_OUT
    return _unlawful(message, customer, state, now)


def _unlawful(message: Message, customer: Customer, state: State, now: datetime) -> SkipReason | None:
    here = desk()
    basis = here.shop and basis_for(
        customer,
        message.message_class,
        message.topic,
        state=state,
        shop=here.shop,
        room=here.room,
        now=now,
    )
    return None if basis else SkipReason.NO_LEGAL_BASIS
