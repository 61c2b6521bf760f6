"""What it cost to please customers: only the owner knows."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NOTHING = Decimal(0)


class ProgrammeCost(models.Model):
    """What one announcement or automation cost the shop, in its own currency."""

    about = models.CharField(max_length=80, unique=True)  # "engagement.announcement:4"
    gifts = models.DecimalField(max_digits=12, decimal_places=2, default=NOTHING)  # discounts, rewards used
    sending = models.DecimalField(max_digits=12, decimal_places=2, default=NOTHING)
    time = models.DecimalField(max_digits=12, decimal_places=2, default=NOTHING)  # of staff, in money
    version = models.IntegerField(default=1, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programme_costs_are_not_below_zero",
                condition=Q(gifts__gte=0, sending__gte=0, time__gte=0),
            )
        ]

    def __str__(self) -> str:
        return str(_("What it cost"))

    @property
    def total(self) -> Decimal:
        return self.gifts + self.sending + self.time
