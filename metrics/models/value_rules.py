"""What the shop keeps of what it takes."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ValueRules(models.Model):
    """The numbers that only the owner knows: one row. Until a margin is entered, value means revenue."""

    margin_percent = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    version = models.IntegerField(default=1, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="there_is_one_set_of_value_rules", condition=models.Q(pk=1)),
            models.CheckConstraint(
                name="margin_is_a_percentage",
                condition=models.Q(margin_percent=None)
                | models.Q(margin_percent__gt=0, margin_percent__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return str(_("What customers are worth"))

    @classmethod
    def current(cls) -> "ValueRules":
        """The numbers in force."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def margin(self) -> Decimal:
        """What is kept of one unit of revenue; all of it where nobody said."""
        return Decimal(1) if self.margin_percent is None else self.margin_percent / 100
