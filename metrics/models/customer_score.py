"""What a customer is worth to the shop, as far as numbers can say."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer


class RfmSegment(models.TextChoices):
    """Where recency and frequency together put somebody."""

    CHAMPIONS = "champions", _("Champions")
    LOYAL = "loyal", _("Loyal")
    POTENTIAL = "potential", _("Potential loyalists")
    NEW = "new", _("New customers")
    PROMISING = "promising", _("Promising")
    ATTENTION = "attention", _("Need attention")
    SLEEPY = "sleepy", _("About to sleep")
    PRECIOUS = "precious", _("Can't lose them")
    AT_RISK = "at_risk", _("At risk")
    HIBERNATING = "hibernating", _("Hibernating")


class CustomerScoreQuerySet(models.QuerySet["CustomerScore"]):
    def not_foreseen(self) -> Self:
        """Whom the purchase models have not looked at since they bought."""
        return self.filter(is_foreseen=False)


class CustomerScore(models.Model):
    """The numbers of one customer who has bought; counted by night, and within minutes of a purchase."""

    customer = models.OneToOneField(
        Customer, models.CASCADE, primary_key=True, db_constraint=False, related_name="score"
    )
    first_on = models.DateField()
    last_on = models.DateField()
    orders = models.IntegerField()
    days = models.IntegerField()  # on which something was bought
    sales = models.DecimalField(max_digits=20, decimal_places=4)
    refunded = models.DecimalField(max_digits=20, decimal_places=4)
    gap = models.FloatField()  # days between two visits, leaning on the shop's usual gap
    overdue_on = models.DateField()  # the first day of too long a silence
    recency = models.PositiveSmallIntegerField()
    frequency = models.PositiveSmallIntegerField()
    money = models.PositiveSmallIntegerField()
    segment = models.CharField(max_length=11, choices=RfmSegment)

    # Written by the purchase models, where there are enough customers for one.
    p_buys = models.FloatField(null=True)  # within 90 days
    p_alive = models.FloatField(null=True)
    expected_days = models.FloatField(null=True)  # buying days in the next 12 months
    expected_value = models.DecimalField(max_digits=20, decimal_places=4, null=True)  # the same 12 months
    # False from the moment their purchases change until the models have looked again.
    is_foreseen = models.BooleanField(default=False, db_default=False)
    engagement = models.FloatField(null=True)
    engagement_parts = models.JSONField(null=True)

    objects = CustomerScoreQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-expected_value", "-customer"], name="score_by_value"),
            models.Index(fields=["-sales", "customer"], name="score_by_sales"),
            models.Index(fields=["segment", "customer"], name="score_by_segment"),
            models.Index(fields=["last_on"], name="score_by_last_day"),
            models.Index(fields=["overdue_on"], name="score_by_overdue_day"),
            models.Index(fields=["customer"], name="score_not_foreseen", condition=Q(is_foreseen=False)),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.segment}"
