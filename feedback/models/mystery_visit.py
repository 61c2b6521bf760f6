"""Looks at the shop through a checklist; what customers say stands elsewhere, and the two are never added."""

from datetime import date
from functools import cached_property
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location, User
from crm.shop.permissions import Permission
from feedback.checklist_points import Point, kept_points
from feedback.models.checklist import Checklist


class VisitKind(models.TextChoices):
    SENT = "sent", _("Mystery visit")
    WATCHED = "watched", _("At the counter")


class MysteryVisitQuerySet(models.QuerySet["MysteryVisit"]):
    def done(self) -> Self:
        return self.filter(done_at__isnull=False)

    def visible_to(self, user: User) -> Self:
        """Who sends sees all; who watches reads the reports; everybody else what is about them."""
        if user.can(Permission.MYSTERY_VISIT_ASSIGN):
            return self
        if user.can(Permission.MYSTERY_VISIT_OBSERVE):
            return self.done()
        return self.done().filter(kind=VisitKind.WATCHED, colleague=user)


class MysteryVisit(models.Model):
    """Somebody looks at the shop for us: a stranger who buys something, or a manager beside the counter."""

    kind = models.CharField(max_length=8, choices=VisitKind)
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="visits")
    points = models.JSONField()  # as they stood when it was planned
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", verbose_name=_("where"))
    first_on = models.DateField(_("not before"))
    last_on = models.DateField(_("not after"))
    evaluator = models.CharField(_("who goes"), max_length=80, blank=True)
    colleague = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")  # who was watched
    visited_on = models.DateField(null=True)
    marks = models.JSONField(default=list)  # one for each point, in their order
    earned = models.PositiveSmallIntegerField(null=True)
    possible = models.PositiveSmallIntegerField(null=True)
    notes = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)  # what the colleague says to it
    read_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = MysteryVisitQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")), name="mystery_visit_has_a_period"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, visited_on=None, earned=None, possible=None)
                | Q(
                    done_at__isnull=False,
                    visited_on__isnull=False,
                    earned__lte=models.F("possible"),
                    called_off_at=None,
                ),
                name="mystery_visit_is_scored_when_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checklist} {self.first_on:%Y-%m-%d}"

    @cached_property
    def asked(self) -> list[Point]:
        return kept_points(self.points)

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.called_off_at is None

    def is_late(self, on: date) -> bool:
        """Nobody reported in time."""
        return self.is_open and self.last_on < on
