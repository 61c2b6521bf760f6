"""Forgetting again, after a restore, whom the shop had forgotten since the backup was made."""

from collections.abc import Iterable

from django.db import connection

from customers.actions.erasure import ask_to_erase, carry_out, line_of, when_opened
from customers.actions.merge_undo import undo_merge
from customers.erasure_ledger import Line, add_to_ledger
from customers.models import Because, Customer, Erasure, Merge
from customers.models.erasure import fingerprint_of

BEYOND = """
    SELECT setval(sequence, greatest(%s, (SELECT max(id) FROM customers_customer), nextval(sequence)))
    FROM (SELECT pg_get_serial_sequence('customers_customer', 'id')::regclass AS sequence) AS its
"""


def replay_erasures(lines: Iterable[Line]) -> int:
    """Erase everybody on the list who is back; how many it were. The list of another shop does nothing."""
    told = list(lines)
    ours = [line for line in told if _is_ours(line)]
    _take_apart({line.number for line in ours})
    count = sum(_forget_again(line) for line in ours)
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


def _is_ours(line: Line) -> bool:
    return fingerprint_of(line.number, when_opened(), line.salt) == line.fingerprint


def _take_apart(forgotten: set[int]) -> None:
    """The backup may hold somebody in one record with another person, who was taken apart from them later.

    Neither may stay in there unseen, nor take the other one along.
    """
    standing = Merge.objects.standing()
    for number in forgotten:
        while merge := standing.filter(gone_number=number).exclude(kept__in=forgotten).first():
            if not _undo_newest(merge.kept_id):
                break
        while merge := standing.filter(kept=number).exclude(gone_number__in=forgotten).first():
            if not _undo_newest(merge.kept_id):
                break


def _undo_newest(kept: int) -> bool:
    """The last merge of this record; False where it is too old to be taken apart."""
    newest = Merge.objects.standing().filter(kept=kept).order_by("-pk").first()
    if newest is None or not newest.steps:
        return False
    undo_merge(newest, by=None, is_after_restore=True)
    return True


def _forget_again(line: Line) -> bool:
    customer = Customer.objects.filter(pk=line.number).first()
    if customer is None:
        return False
    erasure = ask_to_erase(customer, because=Because(line.because), by=None, is_forced=True)
    carry_out(erasure, is_forced=True)
    return True
