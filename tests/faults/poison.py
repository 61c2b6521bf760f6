"""Two words that no worker survives, or gets past: loaded by the workers of `hurried` shops only (R19)."""

import os

from engagement import delivery
from engagement.composing import Composed, Letterhead
from engagement.models import Message
from tests.faults.clerk import ABORT, RAISE

write = delivery.compose


def write_or_die(message: Message, customer: object, to_email: str, head: Letterhead) -> Composed:
    """As ever, but for these two."""
    if message.own_body == ABORT:
        os.abort()
    if message.own_body == RAISE:
        raise RuntimeError(RAISE)
    return write(message, customer, to_email, head)  # type: ignore[arg-type]


delivery.compose = write_or_die
