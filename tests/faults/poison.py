"""Words that no worker survives, or gets past: loaded by the workers of `hurried` shops only (R19)."""

import os
import resource
from itertools import count

import psutil

from engagement import delivery
from engagement.composing import Composed, Letterhead
from engagement.models import Message
from tests.faults.clerk import ABORT, RAISE, SWELL

write = delivery.compose
A_LITTLE = 64 * 2**20


def swell() -> None:
    """All the memory there is: no more than now and a little, as in a container with a limit."""
    limit, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (psutil.Process().memory_info().vms + A_LITTLE, most))
    try:
        [bytearray(2**20) for _more in count()]
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def write_or_die(message: Message, customer: object, to_email: str, head: Letterhead) -> Composed:
    """As ever, but for these two."""
    if message.own_body == ABORT:
        os.abort()
    if message.own_body == RAISE:
        raise RuntimeError(RAISE)
    if message.own_body == SWELL:
        swell()
    return write(message, customer, to_email, head)  # type: ignore[arg-type]


delivery.compose = write_or_die
