"""What the clock sends by itself, and who is on the way through it."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models import Customer


class AutomationQuerySet(models.QuerySet["Automation"]):
    def running(self) -> Self:
        """On, and able to find somebody: without its list one is on and idle."""
        # Not a key looked up: where a recipe asks for no list there is no such key, and that is no empty one.
        return self.filter(is_on=True).exclude(settings__contains={"segment": ""})


class Automation(models.Model):
    """A recipe that the owner can switch on: a cause, steps, and when to stop."""

    recipe = models.SlugField(max_length=40)  # a key of engagement/recipes.py: which causes it looks for
    name = models.CharField(_("name"), max_length=80)
    # [{"kind": "wait", "days": 3}, {"kind": "mail", "template": 4}, …], see engagement/steps.py
    steps = models.JSONField(default=list)
    settings = models.JSONField(default=dict)  # of the recipe: {"category": "Teapots", "days": 14}
    hold_out_percent = models.PositiveSmallIntegerField(_("held out, in percent"), default=0)
    cap_days = models.PositiveSmallIntegerField(_("at most once in so many days"), null=True, blank=True)
    age_limit_days = models.PositiveSmallIntegerField(_("causes older than this are left alone"), default=7)
    is_on = models.BooleanField(default=False, editable=False)
    switched_on_at = models.DateTimeField(null=True, editable=False)
    # How far the clock has looked; it looks again a little before it.
    looked_until = models.DateTimeField(null=True, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = AutomationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="automation_holds_out_a_part", condition=Q(hold_out_percent__range=(0, 50))
            ),
            models.CheckConstraint(
                name="automation_is_on_since", condition=Q(is_on=False) | Q(switched_on_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lacks_its_list(self) -> bool:
        """Its recipe waits for a list, and nobody has said which."""
        return bool(self.settings.get("segment") == "")

    @property
    def is_running(self) -> bool:
        return self.is_on and not self.lacks_its_list

    @property
    def is_idle(self) -> bool:
        """On, and yet nobody can enter it."""
        return self.is_on and self.lacks_its_list


class EnrolmentState(models.TextChoices):
    WAITING = "waiting", _("On the way")
    FINISHED = "finished", _("Finished")
    EXITED = "exited", _("Stopped early")
    HELD_OUT = "held_out", _("Held out")


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def due(self, now: datetime) -> Self:
        return self.filter(state=EnrolmentState.WAITING, next_at__lte=now).order_by("next_at", "pk")


class Enrolment(models.Model):
    """One customer on the way through one automation, for one cause."""

    automation = models.ForeignKey(Automation, models.CASCADE, related_name="enrolments")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="enrolments")
    cause = models.CharField(max_length=80)  # "customers.purchase:17", "birthday:2026"
    caused_at = models.DateTimeField()
    steps = models.JSONField(default=list)  # as they were at the entry: a later change is for new entries
    position = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=EnrolmentState, default=EnrolmentState.WAITING)
    outcome = models.CharField(max_length=60, blank=True)  # why it stopped early
    attempts = models.PositiveSmallIntegerField(default=0)
    entered_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["automation", "cause", "customer"], name="enrolled_once_for_a_cause"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at", "id"], condition=Q(state="waiting"), name="enrolment_due"),
            models.Index(fields=["customer", "-id"], name="enrolment_of_customer"),
            models.Index(fields=["automation", "-id"], name="enrolment_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.automation_id} {self.cause}"
