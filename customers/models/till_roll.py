"""Everything somebody bought, as it stands on a till roll, ready to be asked for."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from customers.models.customer import Customer


class TillRoll(models.Model):
    """What somebody bought, and what they had paid by then; counted from the receipts, never edited."""

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="till_roll")
    # A word for each purchase, whatever came back of it, the newest first: the letter of its day, of the way
    # and the place if they are known, and of the article on each line (`Sign`). So one search for a pattern
    # tells what somebody bought, how, where, when and how often.
    purchases = models.TextField()
    # Each receipt in the shop's own currency, refunds too, and what all had come to with it.
    paid_at = ArrayField(models.DateTimeField())
    paid = ArrayField(models.DecimalField(max_digits=24, decimal_places=4))

    def __str__(self) -> str:
        return f"{self.customer_id}"
