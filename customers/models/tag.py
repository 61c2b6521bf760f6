"""A word the shop sticks on customers."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tag(models.Model):
    """A label such as "book club"; one spelling for all."""

    name = models.CharField(_("tag"), max_length=40)
    folded_name = models.CharField(max_length=60, unique=True, editable=False)

    class Meta:
        ordering: ClassVar = ["folded_name"]

    def __str__(self) -> str:
        return self.name
