"""Good words that name a colleague."""

from datetime import date
from typing import ClassVar, Self

from django.db import models

from crm.shop.models import User


class PraiseQuerySet(models.QuerySet["Praise"]):
    def standing(self) -> Self:
        """Nobody has said that somebody else was meant."""
        return self.filter(dropped_at=None)

    def since(self, day: date) -> Self:
        return self.standing().filter(on__gte=day)


class Praise(models.Model):
    """Somebody praised us and named this colleague; the words stay where they were said."""

    colleague = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    about = models.CharField(max_length=80)  # "feedback.review:3"
    on = models.DateField(db_index=True)  # when it was said
    found_at = models.DateTimeField(auto_now_add=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = PraiseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["colleague", "about"], name="praise_of_a_colleague_once"),
        ]

    def __str__(self) -> str:
        return f"{self.colleague_id} in {self.about}"
