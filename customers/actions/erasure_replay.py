"""Forgetting again, after a restore, whom the shop had forgotten since the backup was made."""

from collections.abc import Iterable

from django.db import connection

from customers.actions.erasure import ask_to_erase, carry_out, line_of, when_opened
from customers.erasure_ledger import Line, add_to_ledger
from customers.models import Because, Customer, Erasure
from customers.models.erasure import fingerprint_of

BEYOND = """
    SELECT setval(sequence, greatest(%s, (SELECT max(id) FROM customers_customer), nextval(sequence)))
    FROM (SELECT pg_get_serial_sequence('customers_customer', 'id')::regclass AS sequence) AS its
"""


def replay_erasures(lines: Iterable[Line]) -> int:
    """Erase everybody on the list who is back; how many it were. The list of another shop does nothing."""
    told = list(lines)
    count = sum(_forget_again(line) for line in told)
    _never_use_again([line.number for line in told])
    add_to_ledger(told)
    for erasure in Erasure.objects.unfinished():
        carry_out(erasure, is_forced=True)
    return count


def _never_use_again(numbers: list[int]) -> None:
    """Nobody new gets a number that is on the list."""
    with connection.cursor() as cursor:
        cursor.execute(BEYOND, [max(numbers, default=0)])


def known_erasures() -> list[Line]:
    """What this database itself knows of."""
    return [line_of(erasure) for erasure in Erasure.objects.order_by("pk")]


def _forget_again(line: Line) -> bool:
    customer = Customer.objects.filter(pk=line.number).first()
    if customer is None or fingerprint_of(line.number, when_opened(), line.salt) != line.fingerprint:
        return False
    erasure = ask_to_erase(customer, because=Because(line.because), by=None, is_forced=True)
    carry_out(erasure, is_forced=True)
    return True
