"""Whom of us a complaint is about."""

from typing import ClassVar

from django.db import models

from crm.shop.models import User


class ComplaintColleague(models.Model):
    """Somebody who works here and had to do with what a customer complains about."""

    complaint = models.ForeignKey("feedback.Complaint", models.CASCADE, related_name="+", db_index=False)
    colleague = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "colleague"], name="colleague_of_a_complaint_once")
        ]

    def __str__(self) -> str:
        return str(self.colleague)
