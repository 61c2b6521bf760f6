"""What the shop does to put a complaint right."""

from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from engagement.models import Voucher
from feedback.models.complaint import Complaint


class RemedyKind(models.TextChoices):
    APOLOGY = "apology", _("Apology")
    EXPLANATION = "explanation", _("Explanation")
    REPAIR = "repair", _("Repair")
    REPLACEMENT = "replacement", _("Replacement")
    EXCHANGE = "exchange", _("Exchange")
    REFUND = "refund", _("Money back")
    PART_REFUND = "part_refund", _("Part of the money back")
    VOUCHER = "voucher", _("Voucher")
    DISCOUNT = "discount", _("Discount")
    POINTS = "points", _("Points on their card")
    GIFT = "gift", _("Gift")
    VISIT = "visit", _("Collection or visit")
    COACHING = "coaching", _("Training of a colleague")
    POLICY = "policy", _("We change how we do it")


class RemedyQuerySet(models.QuerySet["Remedy"]):
    def waiting_for_yes(self) -> Self:
        """Dearer than the limit, and nobody has approved them."""
        return self.filter(needs_approval=True, approved_at=None, dropped_at=None)


class Remedy(models.Model):
    """One thing we do to put it right: offered, approved where it is dear, and given."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="remedies")
    kind = models.CharField(_("what"), max_length=12, choices=RemedyKind)
    # What it is worth to the customer, and what it costs us: both kept, because they differ.
    worth = models.DecimalField(_("worth to them"), max_digits=10, decimal_places=2, null=True, blank=True)
    cost = models.DecimalField(_("costs us"), max_digits=10, decimal_places=2, null=True, blank=True)
    is_goodwill = models.BooleanField(_("goodwill: we would not have to"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    needs_approval = models.BooleanField(default=False)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    proof = models.CharField(_("proof"), max_length=120, blank=True)
    voucher = models.ForeignKey(Voucher, models.SET_NULL, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    objects = RemedyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(given_at=None) | Q(needs_approval=False) | Q(approved_at__isnull=False),
                name="remedy_is_approved_before_it_is_given",
            ),
            models.CheckConstraint(
                condition=Q(given_at=None) | Q(dropped_at=None), name="remedy_given_is_not_taken_back"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def weight(self) -> Decimal:
        """What the limit of approval looks at."""
        return max(self.worth or Decimal(0), self.cost or Decimal(0))

    @property
    def waits_for_approval(self) -> bool:
        return self.needs_approval and self.approved_at is None and self.dropped_at is None

    @property
    def may_be_given(self) -> bool:
        return self.given_at is None and self.dropped_at is None and not self.waits_for_approval
