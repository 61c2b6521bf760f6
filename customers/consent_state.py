"""What stands, derived from the log: the newest answer that counts, per channel and topic.

A no stands until they say yes themselves, later, in words that we kept. No file, program or merge of two
records can lift it, whatever it adds to the log.
"""

from collections.abc import Iterable

from customers.models import Consent, Customer

State = dict[tuple[str, str], Consent]


def state_of(customer: Customer) -> State:
    """{(channel, topic): the answer that stands}. What was never asked is not in it."""
    if "consents" in getattr(customer, "_prefetched_objects_cache", {}):
        return standing(customer.consents.all())
    newest = (
        Consent.objects.filter(customer=customer)
        .counting()
        .order_by("channel", "topic", "-at", "-pk")
        .distinct("channel", "topic")
    )
    return {(answer.channel, answer.topic): answer for answer in newest}


def standing(log: Iterable[Consent]) -> State:
    """The same from a log that is at hand, without a question to the book."""
    found: State = {}
    answers = sorted(log, key=lambda each: (each.at, each.pk))
    refused = {(answer.channel, answer.topic) for answer in answers if not answer.is_given}
    for answer in answers:
        question = (answer.channel, answer.topic)
        if not answer.is_given or answer.is_asked_anew or question not in refused:
            found[question] = answer
    return found
