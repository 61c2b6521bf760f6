"""Who is away, until when, and who stands in."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.shop.models.user import User
from crm.shop.permissions import Permission


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def not_over(self, on: date) -> Self:
        return self.filter(ends_on__gte=on)

    def of_the_day(self, on: date) -> Self:
        return self.filter(begins_on__lte=on, ends_on__gte=on)

    def changeable_by(self, user: User) -> Self:
        return self if user.can(Permission.STAFF_AWAY) else self.filter(person=user)


class Absence(models.Model):
    """Somebody is not here for some days; what is due for them goes to whoever stands in."""

    person = models.OneToOneField(User, models.CASCADE, related_name="absence")
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until and with"))
    stand_in = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="stands_in_for", verbose_name=_("who stands in")
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(stand_in=models.F("person")), name="absence_stand_in_is_another"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def is_on(self, day: date) -> bool:
        """Are they away on this day?"""
        return self.begins_on <= day <= self.ends_on
