"""Who buys for whom: presents, sizes, a grandmother's errands."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models.customer import Customer


class BuysFor(models.Model):
    """One customer buys for another one whom the shop knows too."""

    buyer = models.ForeignKey(Customer, models.CASCADE, related_name="buys_for", db_index=False)
    receiver = models.ForeignKey(Customer, models.CASCADE, related_name="is_bought_for_by")
    note = models.CharField(_("what to know"), max_length=160, blank=True)  # "daughter, size 34"
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["buyer", "receiver"], name="buys_for_somebody_once"),
            models.CheckConstraint(name="buys_for_somebody_else", condition=~Q(buyer=F("receiver"))),
        ]

    def __str__(self) -> str:
        return f"{self.buyer_id} for {self.receiver_id}"
