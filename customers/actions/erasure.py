"""Forgetting somebody for good: asked for in one step, carried out in the next, safe to do again.

Asking calls off what waits to reach them; carrying out deletes everything at once, and the files after it.
Whoever is killed in between leaves a row that the clock goes on with.
"""

import logging
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, StoredFile, User
from customers.erasure_ledger import Line, add_to_ledger
from customers.forgetting.leaving import Leaving, NotYet, at_once, forget_everywhere
from customers.models import Because, Customer, Erasure, Merge
from customers.models.erasure import fingerprint_of, new_salt

logger = logging.getLogger(__name__)


@transaction.atomic
def ask_to_erase(
    customer: Customer, *, because: Because, by: User | None, is_forced: bool = False
) -> Erasure:
    """Say that somebody shall be forgotten; mail that waits for them is called off. Twice is once."""
    customer = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    known = Erasure.objects.filter(customer_number=customer.pk).first()
    if known and known.done_at is None:
        return known
    erasure = known or Erasure(customer_number=customer.pk)
    erasure.salt = new_salt()
    erasure.fingerprint = fingerprint_of(customer.pk, when_opened(), erasure.salt)
    erasure.because, erasure.asked_by, erasure.asked_at = because, by, timezone.now()
    erasure.done_at, erasure.is_in_ledger = None, False
    erasure.save()
    at_once(Leaving(customer, is_forced))
    audit.record("customer.erasure_asked", customer, by=by)
    return erasure


def carry_out(erasure: Erasure, *, is_forced: bool = False) -> Erasure:
    """Delete what is left of them, the files, and tell the ledger; each step only once.

    Raises NotYet when a mail to them, or a file with them in it, is under way at this moment.
    """
    erasure = _forget(erasure, is_forced)
    _remove_files(erasure)
    if not erasure.is_in_ledger:
        add_to_ledger([line_of(erasure)])
        Erasure.objects.filter(pk=erasure.pk).update(is_in_ledger=True)
        erasure.is_in_ledger = True
    return erasure


def erase_now(customer: Customer, *, because: Because, by: User | None) -> Erasure:
    """Ask and carry out; what has to wait is left to the clock."""
    erasure = ask_to_erase(customer, because=because, by=by)
    try:
        return carry_out(erasure)
    except (NotYet, OSError) as reason:
        logger.info("erasure_waits erasure=%s reason=%s", erasure.pk, reason)
        return erasure


def line_of(erasure: Erasure) -> Line:
    """What the ledger outside of the database knows."""
    return Line(
        number=erasure.customer_number,
        salt=erasure.salt,
        fingerprint=erasure.fingerprint,
        because=erasure.because,
        at=(erasure.done_at or erasure.asked_at).isoformat(timespec="seconds"),
    )


def when_opened() -> datetime:
    """What tells one shop from another, through every restore."""
    shop = ShopSettings.current()
    return shop.opened_at if shop else datetime.fromtimestamp(0, UTC)


@transaction.atomic
def _forget(erasure: Erasure, is_forced: bool) -> Erasure:
    erasure = Erasure.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=erasure.pk)
    if erasure.done_at is not None:
        return erasure
    people = Customer.objects.select_for_update(of=("self",)).select_related("household")
    if customer := people.filter(pk=erasure.customer_number).first():
        leaving = Leaving(customer, is_forced)
        at_once(leaving)
        _note_other_numbers(erasure)
        forget_everywhere(leaving)
        customer.delete()
        _let_go_of_files(leaving)
        erasure.files = leaving.files
    _note_done(erasure, timezone.now())
    return erasure


def _note_other_numbers(erasure: Erasure) -> None:
    """Records that were put together into this one: an older backup holds them under their own numbers."""
    gone = Merge.objects.standing().filter(kept=erasure.customer_number)
    for number in gone.values_list("gone_number", flat=True):
        told = Erasure(because=erasure.because, asked_at=erasure.asked_at, done_at=timezone.now())
        told.customer_number, told.asked_by, told.salt = number, erasure.asked_by, new_salt()
        told.fingerprint = fingerprint_of(number, when_opened(), told.salt)
        Erasure.objects.filter(customer_number=number).delete()
        told.save()


def _let_go_of_files(leaving: Leaving) -> None:
    """The rows of their own files go; a file that was brought in is still named by its import."""
    kept = StoredFile.objects.filter(path__in=leaving.files, imports__isnull=False).values("pk")
    StoredFile.objects.filter(path__in=leaving.files).exclude(pk__in=kept).delete()


def _note_done(erasure: Erasure, now: datetime) -> None:
    erasure.done_at = now
    erasure.save(update_fields=["done_at", "files"])
    about = f"{Customer._meta.label_lower}:{erasure.customer_number}"
    audit.record("customer.erased", about, by=erasure.asked_by, counts={"files": len(erasure.files)})


def _remove_files(erasure: Erasure) -> None:
    """The bytes go last: a row without a file is mended by doing it again, a file without a row never."""
    if not erasure.files:
        return
    for path in erasure.files:
        (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)
    Erasure.objects.filter(pk=erasure.pk).update(files=[])
    erasure.files = []
