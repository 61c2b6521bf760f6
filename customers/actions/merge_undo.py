"""Taking two customers apart again who were put together by mistake: within thirty days, step by step."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.customer import sort_key
from customers.actions.interaction import Entry, log_interaction
from customers.actions.merge import count_again
from customers.actions.merge_history import as_kept, forget_what_the_other_said, note_new_version
from customers.kinds import TAKEN_APART
from customers.merging.book import take_back
from customers.merging.rules import settle_apart
from customers.models import Customer, Erasure, Merge
from customers.models.merge import MAY_BE_UNDONE_FOR


class CannotBeTakenApart(Exception):
    """Too late, or another merge stands in between; `sentence` says which."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def undo_merge(merge: Merge, *, by: User | None, is_after_restore: bool = False) -> Customer:
    """Give the other record back with all that was its own. Twice is once.

    What was written since stays with the one who was kept. Raises CannotBeTakenApart; after a restore only
    where what was moved is not known any more.
    """
    kept = Customer.objects.select_for_update().get(pk=merge.kept_id)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        if back := Customer.objects.filter(pk=merge.gone_number).first():
            return back
        raise CannotBeTakenApart(_("One of the two is not there any more: somebody was faster."))
    if (sentence := why_not_apart(merge)) and not (is_after_restore and merge.steps):
        raise CannotBeTakenApart(sentence)
    before = as_kept(kept)
    take_back(merge.steps)
    gone = _settle(kept, merge, before, by)
    _note(merge, kept, gone, by)
    return gone


def why_not_apart(merge: Merge) -> str:
    """Why the two cannot be taken apart, as a sentence; empty when they can."""
    if timezone.now() - merge.at > MAY_BE_UNDONE_FOR or not merge.steps:
        return _("It was more than thirty days ago: what was moved then is not known any more.")
    if Erasure.objects.filter(customer_number=merge.kept_id, done_at=None).exists():
        return _("They are being forgotten.")
    later = Merge.objects.standing().filter(kept=merge.kept_id, pk__gt=merge.pk)
    if later.exists():
        return _("Somebody else was put together with them later. Undo that first.")
    return ""


def _settle(kept: Customer, merge: Merge, before: dict[str, object], by: User | None) -> Customer:
    """Both as they are now: names in order, a new version, everything that is counted counted again."""
    kept = Customer.objects.get(pk=kept.pk)
    Customer.objects.filter(pk=kept.pk).update(sort_key=sort_key(kept))
    note_new_version(kept, before, by)
    settle_apart(kept.pk, merge.gone_number, merge.at)
    count_again([kept.pk, merge.gone_number])
    gone = Customer.objects.get(pk=merge.gone_number)
    forget_what_the_other_said(kept, gone, merge.at)
    return gone


def _note(merge: Merge, kept: Customer, gone: Customer, by: User | None) -> None:
    merge.undone_at, merge.undone_by, merge.steps = timezone.now(), by, []
    merge.save(update_fields=["undone_at", "undone_by", "steps"])
    for customer in (kept, gone):
        log_interaction(customer, Entry(TAKEN_APART.key, merge.undone_at, about=audit.label(merge)), by=by)
    audit.record("customer.taken_apart", kept, by=by)


@transaction.atomic
def forget_old_merges() -> int:
    """Too late to be undone: what one of them said is not kept twice. How many there were."""
    return Merge.objects.forgettable(timezone.now()).update(steps=[])
