"""One mail to many, once."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models import ConsentTopic, Customer
from engagement.models.email_template import EmailTemplate
from engagement.models.message import Message


class AnnouncementKind(models.TextChoices):
    NEWS = "news", _("News or offer")
    EVENT = "event", _("Event with invitation")


class AnnouncementState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    SENDING = "sending", _("Being sent")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Sent")
    CANCELLED = "cancelled", _("Called off")


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def due(self, now: datetime) -> Self:
        return self.filter(state=AnnouncementState.SCHEDULED, send_at__lte=now)


class Announcement(models.Model):
    """A new collection, a sale, an evening: to everybody in a list, once."""

    kind = models.CharField(_("kind"), max_length=5, choices=AnnouncementKind, default=AnnouncementKind.NEWS)
    name = models.CharField(_("name"), max_length=80)
    template = models.ForeignKey(EmailTemplate, models.PROTECT, related_name="+")
    topic = models.CharField(_("topic"), max_length=20, choices=ConsentTopic, default=ConsentTopic.NEWS)
    query = models.TextField(blank=True)  # who: a list's address, as CustomerFilter writes it
    hold_out_percent = models.PositiveSmallIntegerField(_("held out, in percent"), default=0)

    starts_at = models.DateTimeField(_("the event starts"), null=True, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    seats = models.PositiveIntegerField(_("how many can come"), null=True, blank=True)

    state = models.CharField(
        max_length=9, choices=AnnouncementState, default=AnnouncementState.DRAFT, editable=False
    )
    send_at = models.DateTimeField(_("when to send"), null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, editable=False)  # who gets it is settled since
    finished_at = models.DateTimeField(null=True, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="announcement_holds_out_a_part", condition=Q(hold_out_percent__range=(0, 50))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "send_at"], name="announcement_due")]

    def __str__(self) -> str:
        return self.name


class Attendance(models.TextChoices):
    UNKNOWN = "", _("No answer")
    COMING = "coming", _("Coming")
    NOT_COMING = "not_coming", _("Not coming")


class AnnouncementRecipient(models.Model):
    """Somebody who stands on the frozen list of an announcement."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="recipients", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="announcements")
    is_held_out = models.BooleanField(default=False)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    attendance = models.CharField(max_length=10, choices=Attendance, blank=True)
    answered_at = models.DateTimeField(null=True)
    attended_at = models.DateTimeField(null=True)
    thanked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["announcement", "customer"], name="recipient_once"),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.customer_id}"
