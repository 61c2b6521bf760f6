"""What is open now, and since when: beside the figures of how quickly it is answered."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.shop.models import User
from engagement.models import Enquiry
from feedback.models import Complaint


@dataclass(frozen=True)
class Waiting:
    """How many are open, how many of them are past their day, and the oldest."""

    count: int
    late: int
    oldest: datetime | None

    @property
    def words(self) -> str:
        """Empty where nothing waits."""
        if not self.count or self.oldest is None:
            return ""
        parts = [ngettext("%d open", "%d open", self.count) % self.count]
        if self.late:
            parts.append(ngettext("%d past its day", "%d past their day", self.late) % self.late)
        since = date_format(timezone.localdate(self.oldest), "SHORT_DATE_FORMAT")
        parts.append(_("the oldest since %s") % since)
        return ", ".join(parts)


def open_questions(reader: User, now: datetime) -> Waiting:
    """Questions that nobody has answered."""
    late = Count("pk", filter=Q(answer_by__lt=now))
    rows = Enquiry.objects.visible_to(reader).waiting().order_by()
    return Waiting(**rows.aggregate(count=Count("pk"), late=late, oldest=Min("waiting_since")))


def open_complaints(reader: User, now: datetime) -> Waiting:
    """Complaints that are not closed."""
    late = Count("pk", filter=Q(due_at__lt=now))
    rows = Complaint.objects.visible_to(reader).open().order_by()
    return Waiting(**rows.aggregate(count=Count("pk"), late=late, oldest=Min("received_at")))
