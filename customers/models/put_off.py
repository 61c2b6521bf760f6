"""A reason to act that somebody put off."""

from typing import ClassVar

from django.db import models

from crm.shop.models import User
from customers.models.customer import Customer


class PutOff(models.Model):
    """Not today: this reason stays off the Today page until a day."""

    # Its index is the constraint below.
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="put_offs", db_index=False)
    reason = models.CharField(max_length=30)
    until = models.DateField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "reason"], name="reason_put_off_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} until {self.until}"
