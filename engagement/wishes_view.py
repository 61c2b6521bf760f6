"""What we hold about somebody and why, for their own page and for ours about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from customers.consent_state import state_of
from customers.models import Consent, Customer
from engagement.addresses import address_hint
from engagement.desk import desk
from engagement.grounds import Ground, grounds_for
from engagement.legal_basis import CLASS_OF_TOPIC, basis_for
from engagement.models import Preference


@dataclass(frozen=True)
class Held:
    """What the page shows of a person to whoever holds the link: enough to know it, too little to use it."""

    first_name: str
    emails: Sequence[str]
    phones: Sequence[str]
    since: datetime
    log: Sequence[Consent]
    grounds: Sequence[Ground]  # on what each kind of mail rests


@dataclass(frozen=True)
class Standing:
    """How things stand between somebody and our mail; the form begins with it."""

    customer: Customer
    preference: Preference
    wanted: Mapping[str, bool]
    shop_name: str


def held_about(customer: Customer, now: datetime) -> Held:
    """Name, addresses half hidden, and every answer they gave."""
    return Held(
        first_name=customer.preferred_name or customer.given_name,
        emails=[address_hint(email.address) for email in customer.emails.all()],
        phones=[f"…{phone.number[-3:]}" for phone in customer.phones.all()],
        since=customer.created_at,
        log=list(customer.consents.newest_first()),
        grounds=grounds_for(customer, now),
    )


def wishes_of(customer: Customer, now: datetime) -> Standing:
    """What they chose, and which boxes are ticked: those with a ground to write on."""
    here, state = desk(), state_of(customer)
    assert here.shop is not None  # noqa: S101 - no page opens before the shop does
    wanted = {
        topic: basis_for(customer, message_class, topic, state=state, shop=here.shop, room=here.room, now=now)
        is not None
        for topic, message_class in CLASS_OF_TOPIC.items()
    }
    chosen = Preference.objects.filter(customer=customer).first() or Preference(customer=customer)
    return Standing(customer, chosen, wanted, here.shop.name)
