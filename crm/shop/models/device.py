"""Tablets of the shop, enrolled once by a manager: for the staff at the till, or for customers."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.shop.models.location import Location
from crm.shop.models.user import User


class DeviceQuerySet(models.QuerySet["Device"]):
    def trusted(self) -> Self:
        return self.filter(revoked_at=None)

    def tills(self) -> Self:
        return self.trusted().filter(is_kiosk=False)

    def kiosks(self) -> Self:
        return self.trusted().filter(is_kiosk=True)


class Device(models.Model):
    """A tablet that staff share by PIN, or on which customers answer, until a manager takes it back."""

    name = models.CharField(_("name"), max_length=60)
    is_kiosk = models.BooleanField(
        default=False, db_default=False
    )  # it stands in the shop, and no staff can sign in on it
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)  # only the cookie on the tablet holds the token
    enrolled_at = models.DateTimeField(auto_now_add=True)
    enrolled_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    last_seen_at = models.DateTimeField(null=True, blank=True)
    # PINs work only on a day somebody signed in here in full, and until five wrong tries.
    full_sign_in_on = models.DateField(null=True, blank=True)
    wrong_pins = models.PositiveSmallIntegerField(default=0)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
