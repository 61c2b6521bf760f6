"""What whoever looks at the shop looks at."""

from functools import cached_property
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.checklist_points import Point, read_points


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)


class Checklist(models.Model):
    """What a visit looks at, a point a line, in words that leave nothing to taste."""

    name = models.CharField(_("name"), max_length=80)
    intro = models.TextField(_("words before it"), blank=True)
    points = models.TextField(_("what to look at"))
    retired_at = models.DateTimeField(null=True, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(points=""), name="checklist_looks_at_something"),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def asked(self) -> list[Point]:
        return read_points(self.points)
