"""The places customers come to, and when their doors are open."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class LocationQuerySet(models.QuerySet["Location"]):
    def open_for_business(self) -> Self:
        return self.filter(closed_at=None)


class Location(models.Model):
    """A shop front, a market stall, the web shop's desk."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    address = models.TextField(_("address"), blank=True)
    keeps_public_holidays = models.BooleanField(_("closed on public holidays"), default=True)
    holiday_region = models.CharField(_("region for public holidays"), max_length=10, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LocationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class OpeningWindow(models.Model):
    """From when to when the door is open on a weekday; a day may have several."""

    location = models.ForeignKey(Location, models.CASCADE, related_name="windows")
    weekday = models.SmallIntegerField(_("weekday"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering: ClassVar = ["weekday", "opens"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="window_closes_after_it_opens", condition=models.Q(closes__gt=models.F("opens"))
            ),
            models.UniqueConstraint(fields=["location", "weekday", "opens"], name="window_opens_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class ClosureQuerySet(models.QuerySet["Closure"]):
    def upcoming(self, on: date) -> Self:
        return self.filter(last_day__gte=on)


class Closure(models.Model):
    """Days on which the door stays shut (or opens at other hours): stock-taking, a wedding."""

    location = models.ForeignKey(Location, models.CASCADE, related_name="closures")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["first_day"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="closure_ends_after_it_begins",
                condition=models.Q(last_day__gte=models.F("first_day")),
            ),
            models.CheckConstraint(
                name="closure_hours_are_a_pair",
                condition=models.Q(opens=None, closes=None)
                | models.Q(opens__isnull=False, closes__gt=models.F("opens")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} - {self.last_day} {self.reason}".strip()
