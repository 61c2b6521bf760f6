"""Where the shop wants to be."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Goals(models.Model):
    """The owner's own targets, by the name of their figure: one row.

    A target is kept as it was typed, so a share is so many per cent.
    """

    targets = models.JSONField(default=dict)  # {"csat": "80", "first_answer": "4"}
    shows_industry = models.BooleanField(default=False)
    version = models.IntegerField(default=1, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="there_is_one_set_of_goals", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return str(_("Our targets"))

    @classmethod
    def current(cls) -> "Goals":
        """Those in force."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @staticmethod
    def as_kept(typed: Decimal | None) -> str | None:
        """80, not 80.00: so that the same target is the same words."""
        return None if typed is None else f"{typed.normalize():f}"
