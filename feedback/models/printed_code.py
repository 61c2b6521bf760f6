"""Codes on paper: whoever stands before one answers a survey without having been invited."""

from typing import ClassVar, Self

from django.db import models

from crm.shop.models import Location, User
from crm.web.short_codes import LENGTH, grouped
from feedback.models.survey import Survey


class PrintedCodeQuerySet(models.QuerySet["PrintedCode"]):
    def in_use(self) -> Self:
        return self.filter(ended_at=None)


class PrintedCode(models.Model):
    """A code that hangs in the shop and leads to a survey: at the door, by the till, on receipts."""

    code = models.CharField(max_length=LENGTH, unique=True)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="printed_codes")
    location = models.ForeignKey(Location, models.SET_NULL, null=True, related_name="+")
    spot = models.CharField(max_length=60)  # "at the till", "table 4": told apart in the results
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = PrintedCodeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.spot} ({grouped(self.code)})"
