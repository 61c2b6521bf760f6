"""What somebody bought on one day: what purchases come to, as it was last counted."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from crm.shop.models import Location
from customers.models import Channel, Customer


class BuyingDayQuerySet(models.QuerySet["BuyingDay"]):
    def bought(self) -> Self:
        """Days on which something was bought, not only brought back."""
        return self.filter(orders__gt=0)

    def known(self) -> Self:
        return self.exclude(customer=None)


class BuyingDay(models.Model):
    """One customer (or everybody whom nobody knows) on one day of the shop's, at one place, by one way.

    Figures are sums over these rows. They stay as they were counted until the clock counts again, even where
    a customer is gone by then: only so can it take away what it had added.
    """

    customer = models.ForeignKey(
        Customer,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="days_of_buying",
    )
    on = models.DateField()
    location = models.ForeignKey(
        Location, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    channel = models.CharField(max_length=12, choices=Channel, blank=True)
    orders = models.IntegerField()
    sales = models.DecimalField(max_digits=20, decimal_places=4)
    refunds = models.IntegerField()
    refunded = models.DecimalField(max_digits=20, decimal_places=4)  # below zero

    objects = BuyingDayQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "on"], name="buying_day_of_customer"),
            models.Index(fields=["on"], name="buying_day_unknown", condition=Q(customer=None)),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}, {self.on}"
