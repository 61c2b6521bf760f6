"""Those who first bought in the same month, and when they came back."""

from typing import ClassVar

from django.db import models


class CohortMonth(models.Model):
    """How many of a cohort bought in one month, and for how much."""

    cohort = models.DateField()  # the first of the month of their first purchase
    month = models.DateField()  # the first of the month they bought in
    customers = models.IntegerField()
    orders = models.IntegerField()
    sales = models.DecimalField(max_digits=20, decimal_places=4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cohort", "month"], name="cohort_has_one_row_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort} in {self.month}: {self.customers}"
