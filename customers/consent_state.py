"""What stands, derived from the log: the newest answer per channel and topic."""

from customers.models import Consent, Customer

State = dict[tuple[str, str], Consent]


def state_of(customer: Customer) -> State:
    """{(channel, topic): the newest answer}. What was never asked is not in it."""
    newest = (
        Consent.objects.filter(customer=customer)
        .order_by("channel", "topic", "-at", "-pk")
        .distinct("channel", "topic")
    )
    return {(answer.channel, answer.topic): answer for answer in newest}
