"""Fields a shop adds for itself."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class CustomFieldKind(models.TextChoices):
    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DAY = "day", _("Date")
    CHOICE = "choice", _("Choice")
    YES_NO = "yes_no", _("Yes or no")


class CustomFieldQuerySet(models.QuerySet["CustomField"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)


class CustomField(models.Model):
    """A question this shop asks of every customer: "boot size", "member since"."""

    key = models.SlugField(max_length=40, unique=True)  # where the value stands in Customer.custom
    label = models.CharField(_("label"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=CustomFieldKind)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    position = models.SmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.label
