"""What we answered to a complaint."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from feedback.models.complaint import Complaint


class WhyNot(models.TextChoices):
    """Why it was not put right, in words that can be told."""

    POLICY = "policy", _("Our rules do not allow it")
    NO_FAULT = "no_fault", _("We found no fault")
    TOO_LATE = "too_late", _("It is too late for it")
    THIRD_PARTY = "third_party", _("Somebody else is responsible")
    IMPOSSIBLE = "impossible", _("It cannot be done")
    ALREADY = "already", _("It was put right already")
    NOT_OURS = "not_ours", _("It was not bought here")


class Decision(models.Model):
    """A decision as it was told; where it could not be put right, with all that was explained."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="decisions")
    text = models.TextField()  # the whole letter, as the customer got it
    why_not = models.CharField(max_length=12, choices=WhyNot, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["complaint", "-id"], name="decision_newest")]

    def __str__(self) -> str:
        return str(self.complaint)
