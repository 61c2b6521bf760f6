"""What complaints say, for the themes."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from feedback.models import Complaint
from feedback.voices import Said, Voice, register_voice


def _complaints(user: User) -> QuerySet[Complaint]:
    return Complaint.objects.visible_to(user)


def _complaint(row: Complaint) -> Said:
    key, at = f"feedback.complaint:{row.pk}", row.received_at
    return Said(key, row.story, at, row.customer_id, _("Complaint"), is_blame=True)


register_voice(
    Voice("feedback.complaint", _complaints, "received_at", _complaint, Permission.COMPLAINT_VIEW, Q())
)
