"""Acting on a reason of Today, putting it off, and taking either back."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.interaction import Entry, log_interaction, withdraw_interaction
from customers.models import Customer, Direction, Interaction, PutOff
from customers.reason_words import BIRTHDAY, ReasonKind, ways_of

# A birthday is over by then; the other reasons end by what was done.
UNTIL_THE_NEXT = timedelta(days=60)


@transaction.atomic
def act_on_reason(customer: Customer, reason: ReasonKind, *, at: datetime, by: User | None) -> Interaction:
    """Write what was done on the timeline; whoever taps a second time that day gets the same line."""
    today = timezone.localdate(at)
    entry = Entry(
        kind=reason.kind.key,
        at=at,
        text=str(reason.text),
        direction=Direction.OUTGOING,
        about=_key(reason, today),
    )
    line = log_interaction(customer, entry, by=by)
    if reason is BIRTHDAY:
        _write_put_off(customer, reason, until=today + UNTIL_THE_NEXT, by=by)
    return line


@transaction.atomic
def put_reason_off(customer: Customer, reason: ReasonKind, *, until: date, by: User | None) -> PutOff:
    """Not now: the reason stays off Today until that day."""
    put_off, has_changed = _write_put_off(customer, reason, until=until, by=by)
    if has_changed:
        audit.record("customer.put_off", customer, by=by, fields=[reason.key])
    return put_off


@transaction.atomic
def bring_reason_back(customer: Customer, reason: ReasonKind, *, on: date, by: User | None) -> None:
    """Take back what was done about it on this day, or that it was put off. Twice is once."""
    for way in ways_of(reason):
        withdraw_interaction(customer, kind=way.kind.key, about=_key(way, on), by=by)
    gone, _models = PutOff.objects.filter(customer=customer, reason=reason.key).delete()
    if gone:
        audit.record("customer.brought_back", customer, by=by, fields=[reason.key])


def _key(reason: ReasonKind, day: date) -> str:
    return f"today.{reason.key}:{day:%Y-%m-%d}"


def _write_put_off(
    customer: Customer, reason: ReasonKind, *, until: date, by: User | None
) -> tuple[PutOff, bool]:
    put_off, is_new = PutOff.objects.select_for_update().get_or_create(
        customer=customer, reason=reason.key, defaults={"until": until, "by": by}
    )
    has_changed = is_new or put_off.until != until
    if put_off.until != until:
        put_off.until, put_off.by = until, by
        put_off.save(update_fields=["until", "by"])
    return put_off, has_changed
