"""Whom we asked to write about us in public, and whom not and why."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location
from customers.models import Customer
from feedback.models.review import ReviewPlatform


class RequestOutcome(models.TextChoices):
    """What became of a purchase that might have led to a request. How happy they are stands nowhere."""

    ASKED = "asked", _("Asked")
    NOT_DRAWN = "not_drawn", _("Not among those who are asked")
    ASKED_LATELY = "lately", _("Asked a short while ago")
    NOWHERE = "nowhere", _("There is no place to write")


class ReviewRequest(models.Model):
    """One decision to ask somebody for a review, or not to."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="review_requests", db_index=False)
    cause = models.CharField(max_length=120, unique=True)  # the key of the step: twice equals once
    outcome = models.CharField(max_length=9, choices=RequestOutcome)
    at = models.DateTimeField()
    platform = models.ForeignKey(ReviewPlatform, models.SET_NULL, null=True, related_name="requests")
    # Where they were: a place may have a page for each of our own places.
    location = models.ForeignKey(Location, models.SET_NULL, null=True, db_index=False, related_name="+")
    put_off_until = models.DateTimeField(null=True)  # a complaint was open; then it goes all the same
    reminded_at = models.DateTimeField(null=True)
    clicked_at = models.DateTimeField(null=True)  # a person pressed a button: no robot does

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-at"], name="review_request_of_customer"),
            models.Index(fields=["-at"], name="review_request_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at:%Y-%m-%d}"
