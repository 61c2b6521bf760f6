"""How often, and when not: what customers chose in the preference centre."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.models import Customer


class Preference(models.Model):
    """One customer's wishes about mail; which topics they want stands in the consent log."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="preference")
    at_most_monthly = models.BooleanField(_("at most once a month"), default=False)
    paused_until = models.DateField(_("nothing until"), null=True, blank=True)
    never_ask = models.BooleanField(_("never ask me for feedback"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.customer_id}"

    def is_paused(self, now: datetime) -> bool:
        return self.paused_until is not None and timezone.localdate(now) < self.paused_until
