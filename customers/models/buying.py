"""What and when somebody bought and what they had paid by then, ready to be asked for."""

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
    """Everything that somebody bought, in its order; counted, never edited.

    Of one row a customer it is read off at once what they bought, how often, and for how much, within any
    stretch of time.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="buying")
    sold_at = ArrayField(models.DateTimeField())  # each purchase, whatever came back of it
    # Each receipt in the shop's own currency, refunds too, and what all had come to with it.
    paid_at = ArrayField(models.DateTimeField())
    paid = ArrayField(models.DecimalField(max_digits=24, decimal_places=4))
    # The database knows the defaults too: the release before writes none.
    # Each category, and beside it which of the purchases have a line of it. The first is "": a line at all.
    # After them each way they came (a channel) and each place, behind a sign that no category has: one row of
    # names and one of marks, so that whoever writes them writes all for the same purchases.
    categories = ArrayField(models.CharField(max_length=80), default=list, db_default=[])
    of_category = ArrayField(Marks(), default=list, db_default=[])
    # Each product once, by the key of its name and code: the words stand on the receipts alone.
    products = ArrayField(models.BigIntegerField(), default=list, db_default=[])

    def __str__(self) -> str:
        return f"{self.customer_id}"


def side(way_or_place: str | int) -> str:
    """As what it stands among the categories; a place is known by its number."""
    return f"{chr(31)}{way_or_place}"


def product_key(name: str, code: str) -> str:
    """SQL: one number for each product. Sixty-four bits: no two of a shop's will ever meet."""
    return f"hashtextextended({name} || chr(31) || {code}, 0)"
