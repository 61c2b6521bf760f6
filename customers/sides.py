"""What stands beside the timeline: contact, facts, consent, the shop's own fields."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from customers.consent_state import state_of
from customers.models import (
    Consent,
    ConsentChannel,
    ConsentTopic,
    Customer,
    CustomField,
    ExternalId,
    QuickFact,
    Revision,
)
from customers.timeline import STAYS_IN_REACH

FACTS = f"{QuickFact._meta.label_lower}:"


@dataclass(frozen=True)
class ConsentAnswer:
    """What stands for one channel and topic; `answer` is None when they were never asked."""

    channel: str
    channel_label: str
    topic: str
    topic_label: str
    answer: Consent | None


@dataclass(frozen=True)
class CustomerSide:
    """All that the side of a customer page shows."""

    phones: list[Any]
    emails: list[Any]
    facts: list[QuickFact]
    forgotten: list[QuickFact]
    external_ids: list[ExternalId]
    consents: list[ConsentAnswer]
    own_fields: list[tuple[str, Any]]

    @property
    def was_asked(self) -> bool:
        return any(consent.answer for consent in self.consents)


def customer_side(customer: Customer, own: list[CustomField]) -> CustomerSide:
    """The side of the page, with a fixed number of queries."""
    facts = list(customer.quick_facts.all())
    return CustomerSide(
        phones=list(customer.phones.all()),
        emails=list(customer.emails.all()),
        facts=facts,
        forgotten=forgotten_facts(customer, facts),
        external_ids=list(customer.external_ids.all()),
        consents=consent_answers(customer),
        own_fields=[
            (field.label, customer.custom[field.key]) for field in own if field.key in customer.custom
        ],
    )


def forgotten_facts(customer: Customer, facts: list[QuickFact]) -> list[QuickFact]:
    """Facts forgotten since yesterday: until then they can be put back from the page."""
    lately = timezone.now() - STAYS_IN_REACH
    gone = Revision.objects.filter(customer=customer, about__startswith=FACTS, at__gte=lately)
    known = {(fact.kind, fact.text) for fact in facts}
    pairs = dict.fromkeys((row.field, row.before) for row in gone.order_by("-pk")[:5])
    return [QuickFact(kind=kind, text=str(text)) for kind, text in pairs if (kind, text) not in known]


def consent_answers(customer: Customer) -> list[ConsentAnswer]:
    """Every channel and topic with what stands."""
    state = state_of(customer)
    return [
        ConsentAnswer(
            channel.value, str(channel.label), topic.value, str(topic.label), state.get((channel, topic))
        )
        for topic in ConsentTopic
        for channel in ConsentChannel
    ]
