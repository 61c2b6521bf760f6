"""What has happened since the last count."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Uncounted(models.Model):
    """A customer whose purchases changed, or a day on which somebody bought whom nobody knows.

    The database writes these rows itself with every change of a purchase, so that no import, undo or
    erasure can be forgotten. The clock counts them and takes them away.
    """

    customer_number = models.BigIntegerField(null=True)
    on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="uncounted_is_a_customer_or_a_day",
                condition=Q(customer_number__isnull=True, on__isnull=False)
                | Q(customer_number__isnull=False, on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.customer_number or self.on)
