"""Where customers stand in the cycle, since when, and why."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models.customer import Customer, Stage


class StageChange(models.Model):
    """One step in the cycle: on which day it became true, and when we noticed."""

    # Its index is the constraint below.
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="stage_changes", db_index=False)
    from_stage = models.CharField(max_length=10, choices=Stage, blank=True)  # empty: the first we know of
    to_stage = models.CharField(max_length=10, choices=Stage)
    effective_on = models.DateField(_("since"))
    decided_at = models.DateTimeField(_("noticed"), auto_now_add=True)
    reason = models.CharField(max_length=20)  # a key of customers.cycle.Reason
    measure = models.IntegerField(
        null=True, blank=True
    )  # the number in the reason: days of silence, buying days
    about = models.CharField(max_length=80, blank=True)  # the evidence: "customers.purchase:17"
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "effective_on"], name="one_stage_change_a_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["effective_on", "to_stage"], name="stage_change_by_day")]

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}, {self.effective_on}"


class StageEvidenceQuerySet(models.QuerySet["StageEvidence"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class StageEvidence(models.Model):
    """A sign of advocacy, written from the floors above: a referral, a review, a testimonial."""

    # Its index is the constraint below.
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="stage_evidence", db_index=False)
    kind = models.CharField(max_length=30)
    about = models.CharField(max_length=80)
    on = models.DateField(_("on"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StageEvidenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "kind", "about"], name="evidence_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class StagePin(models.Model):
    """Somebody knows better than the rules: this customer stands here until the pin is lifted."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="stage_pins")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    reason = models.CharField(_("why"), max_length=200)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the first day it no longer holds
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    lifted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(until=None), name="one_pin_holds_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} since {self.since}"


class CycleRules(models.Model):
    """The numbers in the rules of the cycle: one row, changed by the owner."""

    regular_after = models.PositiveSmallIntegerField(_("buying days that make a regular"), default=2)
    lapsed_after = models.PositiveSmallIntegerField(_("days without a purchase until lapsed"), default=180)
    advocate_for = models.PositiveSmallIntegerField(_("days a recommendation counts"), default=365)
    thank_within = models.PositiveSmallIntegerField(_("days in which to say thank you"), default=14)
    # The shop's median number of days between two buying days, counted by the clock.
    usual_gap = models.PositiveSmallIntegerField(default=60, editable=False)
    version = models.IntegerField(default=1, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="there_is_one_set_of_rules", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return str(_("The rules of the cycle"))

    @classmethod
    def current(cls) -> "CycleRules":
        """The rules in force; the defaults where nobody changed any."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
