"""Promises to get back to somebody."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from crm.shop.standing_in import covered_by
from crm.web.written_out import Blank
from customers.models import Customer


class RepeatUnit(models.TextChoices):
    DAY = "day", _("days")
    WEEK = "week", _("weeks")
    MONTH = "month", _("months")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def open(self) -> Self:
        return self.filter(completed_at=None, dropped_at=None)

    def undisturbing(self) -> Self:
        """Without what the clock asked for about people not to be disturbed; promises stay promises."""
        return self.exclude(~Q(cause=""), customer__do_not_disturb_since__isnull=False)

    def due(self, on: date | Blank) -> Self:
        """Open, and promised for this day or an earlier one."""
        return self.open().undisturbing().filter(due_on__lte=on)

    def visible_to(self, user: User) -> Self:
        """One's own, and those of colleagues who are away and for whom one stands in."""
        if user.can(Permission.FOLLOW_UP_SEE_ALL):
            return self
        return self.cared_for_by(user, on=timezone.localdate())

    def cared_for_by(self, person: User | Blank, *, on: date | Blank) -> Self:
        """What falls to this person on this day."""
        return self.filter(owner__in=covered_by(person, on=on))


class FollowUp(models.Model):
    """A promise to get back to a customer by a certain day."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="follow_ups")
    reason = models.CharField(_("what for"), max_length=200)
    due_on = models.DateField(_("due"))
    due_time = models.TimeField(_("at"), null=True, blank=True)
    promised_on = models.DateField(editable=False)  # the day it was first due, before any snooze
    owner = models.ForeignKey(User, models.PROTECT, related_name="follow_ups", verbose_name=_("who does it"))

    # The next one is counted from the last real contact, not from this day.
    repeat_every = models.PositiveSmallIntegerField(_("again every"), null=True, blank=True)
    repeat_unit = models.CharField(_("unit"), max_length=5, choices=RepeatUnit, blank=True)
    follows = models.OneToOneField(
        "self", models.SET_NULL, null=True, editable=False, related_name="followed_by"
    )

    # What asked for it ("engagement.enrolment:4:call"): the key that makes twice equal once.
    cause = models.CharField(max_length=80, blank=True, editable=False)
    completed_at = models.DateTimeField(null=True, editable=False)
    completed_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    dropped_at = models.DateTimeField(null=True, editable=False)  # no longer needed
    dropped_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="follow_up_repeats_by_a_unit",
                condition=Q(repeat_every=None, repeat_unit="")
                | Q(repeat_every__gte=1, repeat_unit__in=RepeatUnit.values),
            ),
            models.CheckConstraint(
                name="follow_up_ends_one_way", condition=Q(completed_at=None) | Q(dropped_at=None)
            ),
            models.UniqueConstraint(
                fields=["cause"], condition=~Q(cause=""), name="follow_up_is_asked_for_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner", "due_on", "id"],
                condition=Q(completed_at=None, dropped_at=None),
                name="follow_up_of_owner",
            ),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(completed_at=None, dropped_at=None),
                name="follow_up_due",
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def is_open(self) -> bool:
        return self.completed_at is None and self.dropped_at is None
