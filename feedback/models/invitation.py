"""Invitations: one customer is asked once about one thing."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models

from crm.shop.models import Location, User
from customers.models import Customer
from engagement.models import Message
from feedback.models.survey import Survey, SurveyVersion


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> Self:
        return self.filter(expires_at__gt=now)


class Invitation(models.Model):
    """The right to answer a survey once; the secret link to it is kept as a hash, by the mail."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations")
    version = models.ForeignKey(SurveyVersion, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="survey_invitations")
    # Why they are asked: the same cause never asks twice. "customers.purchase:17", "likely:2026-2".
    cause = models.CharField(max_length=120)
    # Where and by whom they were served, when the cause is a purchase.
    location = models.ForeignKey(Location, models.SET_NULL, null=True, related_name="+")
    staff = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    message = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="survey_invitation")
    reminder = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="survey_reminder")
    is_used = models.BooleanField(default=False)  # all that is known about an anonymous answer
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["survey", "customer", "cause"], name="invitation_once_for_a_cause"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["survey", "-id"], name="invitation_of_survey"),
            models.Index(fields=["customer", "-id"], name="invitation_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.cause}"
