"""Why complaints come: two levels of causes, which the shop may change."""

from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class RootCauseQuerySet(models.QuerySet["RootCause"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)

    def in_order(self) -> Self:
        """Each group with its own, by name."""
        group = Coalesce("above__name", "name")
        return self.order_by(group, models.F("above__name").asc(nulls_first=True), "name")


class RootCause(models.Model):
    """What lay behind it: a group ("Product"), or one cause of it ("faulty")."""

    name = models.CharField(_("name"), max_length=60)
    above = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    key = models.CharField(max_length=40, blank=True, editable=False)  # of those that a shop begins with
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = RootCauseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="root_cause_begins_once"
            ),
            models.UniqueConstraint(
                fields=["above", "name"], nulls_distinct=False, name="root_cause_has_one_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.above}: {self.name}" if self.above_id else self.name
