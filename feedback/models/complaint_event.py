"""What happened to a complaint, line by line."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from feedback.complaint_targets import CLOCK_WORDS
from feedback.models.complaint import Complaint, ComplaintChannel, ComplaintState
from feedback.models.remedy import RemedyKind


class EventKind(models.TextChoices):
    TAKEN = "taken", _("Taken")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    MOVED = "moved", _("Moved on")
    ASSIGNED = "assigned", _("Given to somebody")
    EDITED = "edited", _("Changed")
    NOTE = "note", _("Note")
    CHASED = "chased", _("Asked again")
    HEARD = "heard", _("The customer wrote")
    ATTACHED = "attached", _("File added")
    UPDATED = "updated", _("News for the customer")
    DECIDED = "decided", _("Decision told")
    REMEDY = "remedy", _("Remedy offered")
    APPROVED = "approved", _("Remedy approved")
    GIVEN = "given", _("Remedy given")
    DROPPED = "dropped", _("Remedy taken back")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Opened again")
    MERGED = "merged", _("Put together")
    REMINDED = "reminded", _("Reminder by the clock")


class ComplaintEvent(models.Model):
    """One line of the log of a complaint: it can be added to, never changed."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    is_by_clock = models.BooleanField(default=False)  # `by` may be forgotten; who did it, may not
    state = models.CharField(max_length=18, choices=ComplaintState)  # as it was from here on
    severity = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    channel = models.CharField(max_length=12, choices=ComplaintChannel, blank=True)
    is_mailed = models.BooleanField(default=False)
    promised_at = models.DateTimeField(null=True)  # when the customer hears of us next
    to = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    about = models.CharField(max_length=12, blank=True)  # the kind of a remedy
    # A step of the ladder, such as "resolve:late": each happens once.
    step = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint", "step"],
                condition=~models.Q(step=""),
                name="complaint_step_happens_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def remedy(self) -> str:
        """Which remedy it is about, in the words of whoever reads."""
        return str(RemedyKind(self.about).label) if self.about in RemedyKind.values else ""

    @property
    def step_in_words(self) -> str:
        """What somebody was reminded of."""
        name = self.step.partition(":")[0]
        words = {
            "urgent": _("it cannot wait"),
            "chase": _("you wanted to ask again"),
            "ask": _("no mail reaches them"),
            "handling": _("they say that we handled it badly"),
        } | dict(CLOCK_WORDS)
        return str(words.get(name, name))
