"""What and when somebody bought and what they had paid by then, as the release before keeps it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from customers.models.customer import Customer


class Marks(models.Field):  # type: ignore[type-arg]
    """A row of yes and no, "0110": one for each of some things, in their order."""

    def db_type(self, connection: Any) -> str:
        return "varbit"

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else str(value)


class Buying(models.Model):
    """Everything that somebody bought, in its order.

    Nobody asks it any more: `TillRoll` knows it. It stays for the release before, which runs beside this one
    while a shop is upgraded, is emptied by the count that the upgrade asks for, and goes with the next one.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="buying")
    sold_at = ArrayField(models.DateTimeField())  # each purchase, whatever came back of it
    # Each receipt in the shop's own currency, refunds too, and what all had come to with it.
    paid_at = ArrayField(models.DateTimeField())
    paid = ArrayField(models.DecimalField(max_digits=24, decimal_places=4))
    # Each category, way and place, and beside it which of the purchases were of it.
    categories = ArrayField(models.CharField(max_length=80), default=list, db_default=[])
    of_category = ArrayField(Marks(), default=list, db_default=[])
    products = ArrayField(models.BigIntegerField(), default=list, db_default=[])

    def __str__(self) -> str:
        return f"{self.customer_id}"
