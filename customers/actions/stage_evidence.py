"""Signs of advocacy: written by the floors above, or by hand, and taken back."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.actions.till import today_in_the_shop
from crm.shop.models import User
from customers.actions.interaction import Entry, log_interaction, withdraw_interaction
from customers.actions.stage import replay_stages
from customers.evidence import WORD_OF_MOUTH
from customers.kinds import RECOMMENDED
from customers.models import Customer, StageEvidence


@transaction.atomic
def record_evidence(customer: Customer, kind: str, *, about: str, on: date, by: User | None) -> StageEvidence:
    """They spoke well of the shop on this day; `kind` and `about` together make twice equal once.

    Recording it again after it was withdrawn, or for another day, lets it stand as it is told now.
    """
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    evidence, is_new = StageEvidence.objects.get_or_create(
        customer=customer, kind=kind, about=about, defaults={"on": on, "by": by}
    )
    if not is_new and (evidence.on, evidence.withdrawn_at) == (on, None):
        return evidence
    if not is_new:
        evidence.on, evidence.withdrawn_at = on, None
        evidence.save(update_fields=["on", "withdrawn_at"])
    replay_stages([customer.pk], by=by)
    audit.record("stage_evidence.recorded", customer, by=by)
    return evidence


@transaction.atomic
def withdraw_evidence(customer: Customer, kind: str, *, about: str, by: User | None) -> None:
    """It is no longer so: the cycle goes on as if it had never been. Twice is once."""
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    standing = StageEvidence.objects.standing().filter(customer=customer, kind=kind, about=about)
    if standing.update(withdrawn_at=timezone.now()):
        replay_stages([customer.pk], by=by)
        audit.record("stage_evidence.withdrawn", customer, by=by)


@transaction.atomic
def note_recommendation(customer: Customer, *, on: date, words: str, by: User | None) -> StageEvidence:
    """Somebody told us that this customer recommended the shop; once a day is enough."""
    evidence = record_evidence(customer, WORD_OF_MOUTH.key, about=f"day:{on.isoformat()}", on=on, by=by)
    at = timezone.now() if on == today_in_the_shop() else timezone.make_aware(datetime.combine(on, time(12)))
    log_interaction(
        customer, Entry(kind=RECOMMENDED.key, at=at, text=words, about=audit.label(evidence)), by=by
    )
    return evidence


@transaction.atomic
def withdraw_recommendation(evidence: StageEvidence, *, by: User | None) -> None:
    """It was a mistake: it leaves the cycle and the timeline."""
    customer = evidence.customer
    withdraw_interaction(customer, kind=RECOMMENDED.key, about=audit.label(evidence), by=by)
    withdraw_evidence(customer, evidence.kind, about=evidence.about, by=by)
