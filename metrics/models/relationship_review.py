"""How close shop and customer are, as somebody judged it."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models import Customer


class Closeness(models.TextChoices):
    """Five levels of a relationship, the loosest first."""

    COURTING = "courting", _("Courting: you are getting to know each other")
    CONTRACT = "contract", _("Contract: they buy, each time anew")
    CONTINUATION = "continuation", _("Continuation: they come back without being asked")
    COMMITMENT = "commitment", _("Commitment: they choose you over others")
    CONVERGENCE = "convergence", _("Convergence: you plan together")

    @property
    def short(self) -> str:
        """The level without what it means."""
        return str(self.label).split(":", maxsplit=1)[0]


class RelationshipReviewQuerySet(models.QuerySet["RelationshipReview"]):
    def newest_of_each(self) -> Self:
        """The last one of every customer."""
        return self.order_by("customer", "-pk").distinct("customer")


class RelationshipReview(models.Model):
    """What somebody thought of a relationship on one day; the newest counts."""

    customer = models.ForeignKey(
        Customer, models.CASCADE, related_name="relationship_reviews", db_index=False
    )
    level = models.CharField(max_length=12, choices=Closeness)
    note = models.CharField(_("what would bring you closer"), max_length=300, blank=True)
    reviewed_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = RelationshipReviewQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["customer", "-id"], name="newest_review_of_customer")]

    def __str__(self) -> str:
        return self.get_level_display()

    @property
    def level_in_short(self) -> str:
        return Closeness(self.level).short
