"""Pictures and papers that belong to a complaint."""

from django.db import models

from crm.shop.models import StoredFile, User
from feedback.models.complaint import Complaint


class ComplaintFile(models.Model):
    """A file that somebody gave us for it; only ever handed out as a download."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="files")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.stored)
