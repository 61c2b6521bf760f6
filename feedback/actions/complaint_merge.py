"""Two complaints about one matter: they go on under one number, and both numbers stay alive."""

from django.db import transaction
from django.utils import timezone

from crm.shop.models import User
from feedback.actions.complaint_event import Line, locked, write_event
from feedback.actions.complaint_move import NotThatWay
from feedback.complaint_moves import may_move
from feedback.models import Complaint, ComplaintState, EventKind


@transaction.atomic
def merge_complaints(complaint: Complaint, *, into: Complaint, by: User | None) -> Complaint:
    """This one goes on under the number of the other; each customer is still told. Twice is once.

    Raises NotThatWay: for one that is closed, and for itself.
    """
    # Always in the same order, or two of us would wait for each other.
    kept = {one.pk: locked(one) for one in sorted((complaint, into), key=lambda each: each.pk)}
    complaint, into = kept[complaint.pk], kept[into.pk]
    if complaint.state == ComplaintState.MERGED and complaint.merged_into_id == into.pk:
        return complaint
    if complaint.pk == into.pk or not into.is_open or not may_move(complaint.state, ComplaintState.MERGED):
        raise NotThatWay(complaint)
    complaint.state, complaint.closed_at = ComplaintState.MERGED, timezone.now()
    complaint.merged_into = into
    complaint.next_update_at = complaint.chase_on = None
    write_event(complaint, Line(EventKind.MERGED, text=into.reference), by=by)
    write_event(into, Line(EventKind.MERGED, text=complaint.reference), by=by)
    return complaint
