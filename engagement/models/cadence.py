"""How often the shop wants to be in touch."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models import Customer, Tag


class CadenceQuerySet(models.QuerySet["Cadence"]):
    """Questions asked of cadences."""

    def wide(self) -> Self:
        """The shop's, then those of tags: all that are not one customer's."""
        ordered = self.filter(customer=None).order_by(F("tag__folded_name").asc(nulls_first=True))
        return ordered.select_related("tag", "set_by")


class Cadence(models.Model):
    """ "Every 4 weeks", for one customer, for everybody with a tag, or for the whole shop.

    The nearest one counts: the customer's own, then the shortest of their tags, then the shop's.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, null=True, blank=True, related_name="cadence")
    tag = models.OneToOneField(Tag, models.CASCADE, null=True, blank=True, related_name="cadence")
    every_days = models.PositiveSmallIntegerField(_("every so many days"))
    set_at = models.DateTimeField(auto_now=True)
    set_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = CadenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="cadence_is_for_one", condition=Q(customer=None) | Q(tag=None)),
            models.CheckConstraint(name="cadence_is_a_time", condition=Q(every_days__range=(1, 1000))),
            models.UniqueConstraint(
                models.Value(1), condition=Q(customer=None, tag=None), name="one_cadence_of_the_shop"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.every_days}"
