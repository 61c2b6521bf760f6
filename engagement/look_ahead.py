"""The next mails of the bulk queue, asked about together: a few questions for fifty, not for each.

What was found out only ever lets a mail go on. Whatever stands against it is asked again, for it alone, and
right before it leaves there is the last look all the same.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from customers.models import Customer
from engagement.addresses import address_hash
from engagement.arbiter import Candidate
from engagement.caps import A_MONTH
from engagement.desk import Seen, seen_ahead
from engagement.eligibility import why_not_any_more
from engagement.models import Message, MessageClass, MessageState, Suppression
from engagement.turn import Manners, next_allowed, why_not_its_turn

AHEAD = 50


def look_ahead(first: int, now: datetime, priority: int) -> dict[int, Seen | None]:
    """{customer: what we know} of this one and of who comes next; None when their address is on our list."""
    coming = Message.objects.due(now).filter(priority__gte=priority, customer__isnull=False)
    numbers = {first, *coming.values_list("customer", flat=True)[:AHEAD]}
    people = Customer.objects.filter(pk__in=numbers).select_related("preference")
    found = {person: _first_address(person) for person in people.prefetch_related("emails", "consents")}
    refused = _refused(found.values())
    sent, waiting = _their_mail(numbers, now)
    known = {
        person.pk: Seen(person, address, sent[person.pk], waiting[person.pk])
        for person, address in found.items()
        if address not in refused
    }
    return {number: known.get(number) for number in numbers}


def nothing_is_against(message: Message, now: datetime, manners: Manners) -> bool:
    """May it go on, by what was found out ahead?"""
    seen = seen_ahead()
    if seen is None or seen.address != message.to_email:
        return False
    return not (
        why_not_any_more(message, seen.customer, now)
        or next_allowed(message, now, manners)
        or why_not_its_turn(message, seen.customer, now, manners)
    )


def _first_address(person: Customer) -> str:
    emails = person.emails.all()
    return emails[0].address if emails else ""


def _refused(addresses: Iterable[str]) -> set[str]:
    """Those on our list, for whatever reason."""
    hashes = {address_hash(address): address for address in addresses}
    standing = Suppression.objects.filter(address_hash__in=hashes, lifted_at=None)
    return {hashes[found] for found in standing.values_list("address_hash", flat=True)}


def _their_mail(
    numbers: set[int], now: datetime
) -> tuple[dict[int, list[datetime]], dict[int, list[Candidate]]]:
    """What they got lately without having asked for it, and what waits to be sent to them now."""
    lately = Q(state=MessageState.SENT, decided_at__gt=now - A_MONTH)
    due = Q(state=MessageState.PLANNED, not_before__lte=now, staff=None)
    unasked = Message.objects.real().exclude(message_class=MessageClass.TRANSACTIONAL)
    rows = unasked.filter(lately | due, customer__in=numbers)
    sent, waiting = defaultdict[int, list[datetime]](list), defaultdict[int, list[Candidate]](list)
    names = ("customer", "state", "decided_at", "priority", "not_before", "pk")
    for customer, state, decided_at, *rank in rows.values_list(*names):
        if state == MessageState.SENT:
            sent[customer].append(decided_at)
        else:
            waiting[customer].append(Candidate(*rank))
    return sent, waiting
