"""What a tablet that stands in the shop asks whoever comes by."""

from typing import ClassVar, Self

from django.db import models

from crm.shop.models import Device
from feedback.models.survey import Survey


class KioskQuerySet(models.QuerySet["Kiosk"]):
    def in_use(self) -> Self:
        return self.filter(device__revoked_at=None)


class Kiosk(models.Model):
    """A tablet in the shop with one question on it; nobody of the staff can sign in there."""

    device = models.OneToOneField(Device, models.CASCADE, related_name="kiosk")
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="kiosks")

    objects = KioskQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.device)
