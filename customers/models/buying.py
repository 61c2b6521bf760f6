"""When somebody bought and what they had paid by then, ready to be asked for."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from customers.models.customer import Customer


class Buying(models.Model):
    """Everything that somebody bought, in its order; counted, never edited.

    Of one row a customer it is read off at once how often, and for how much, within any stretch of time.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="buying")
    sold_at = ArrayField(models.DateTimeField())  # each purchase, whatever came back of it
    # Each receipt in the shop's own currency, refunds too, and what all had come to with it.
    paid_at = ArrayField(models.DateTimeField())
    paid = ArrayField(models.DecimalField(max_digits=24, decimal_places=4))

    def __str__(self) -> str:
        return f"{self.customer_id}"
