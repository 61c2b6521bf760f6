"""Writing down what a customer said yes or no to."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.actions.audit import program_of_request
from crm.shop.models import User
from customers.consent_state import state_of
from customers.models import Consent, Customer
from customers.models.consent import LONGEST_SOURCE


class NoStands(Exception):
    """They said no: only their own later yes, to words that we kept, changes that."""


@dataclass(frozen=True)
class Answer:
    """What they said, how they were asked, and where; `at` None means now.

    `proof` names what shows it: "engagement.publiclink:12", a file. A wording without a version gets one
    of its own: the same words have the same version. `is_renewed`: asked once more, it counts from now on.
    """

    channel: str
    topic: str
    is_given: bool
    source: str
    wording: str = ""
    at: datetime | None = None
    wording_version: str = ""
    proof: str = ""
    is_renewed: bool = False


@transaction.atomic
def record_consent(customer: Customer, answer: Answer, *, by: User | None) -> Consent | None:
    """Append an answer; None when nothing new was said.

    Raises NoStands for a yes that cannot lift the no that stands: without words, or from a program.
    """
    Customer.objects.select_for_update().get(pk=customer.pk)
    said, stands = _row_of(customer, answer, by), state_of(customer).get((answer.channel, answer.topic))
    if stands is not None and _says_the_same(said, stands) and not answer.is_renewed:
        return None
    if stands is not None and said.is_given and not stands.is_given and not said.is_asked_anew:
        raise NoStands
    said.save()
    verb = "consent.given" if answer.is_given else "consent.withdrawn"
    audit.record(verb, customer, by=by, fields=[answer.channel, answer.topic])
    return said


def version_of(wording: str) -> str:
    """A short name for these very words."""
    return hashlib.sha256(wording.encode()).hexdigest()[:8] if wording else ""


def _row_of(customer: Customer, answer: Answer, by: User | None) -> Consent:
    now, wording, program = timezone.now(), answer.wording.strip(), program_of_request.get()
    return Consent(
        customer=customer,
        channel=answer.channel,
        topic=answer.topic,
        is_given=answer.is_given,
        wording=wording,
        wording_version=answer.wording_version or version_of(wording),
        proof=answer.proof,
        # A program says where it was told; that a program says so always stands first.
        source=", ".join(filter(None, (program, answer.source)))[:LONGEST_SOURCE],
        # Nobody answers tomorrow: such a yes would outlive a no of today.
        at=min(answer.at or now, now),
        by=by,
    )


def _says_the_same(said: Consent, stands: Consent) -> bool:
    return stands.is_given == said.is_given and not _shows_more(said, stands)


def _shows_more(said: Consent, stands: Consent) -> bool:
    """A yes to words that we kept is worth more than one that a file told us of."""
    return said.is_given and said.is_asked_anew and not stands.is_asked_anew
