"""People who live, and often shop, together."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Household(models.Model):
    """A home: its members share an address and buy for each other."""

    name = models.CharField(_("household"), max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
