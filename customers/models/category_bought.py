"""What somebody buys of each category, as the release before keeps it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from customers.models.customer import Customer


class CategoryBought(models.Model):
    """How often somebody bought of a category, the first time and the last.

    Nobody asks it any more: `Buying` knows it. It stays for the release before, which runs beside this one
    while a shop is upgraded, is emptied by the count that the upgrade asks for, and goes with the next one.
    """

    # Its index is the unique one below.
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="categories_bought", db_index=False)
    category = models.CharField(max_length=80)
    times = models.IntegerField()  # purchases, whatever came back of them
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    # Each purchase, in their order, no two of one customer alike: several categories add up by them.
    # The database knows the default too: the release before writes none.
    moments = ArrayField(models.DateTimeField(), default=list, db_default=[])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "category"], name="category_once_per_customer")
        ]
        # All that a rule asks stands in the index.
        indexes: ClassVar = [
            models.Index(
                fields=["category", "customer"],
                include=["times", "first_at", "last_at"],
                name="customers_by_category",
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.category}"
