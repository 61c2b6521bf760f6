"""How the shop handles complaints."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.complaint_targets import Targets, targets_of


class Stance(models.TextChoices):
    """What we do when somebody goes to a body for settling disputes."""

    OBLIGED = "obliged", _("we are obliged to take part")
    PREPARED = "prepared", _("we are prepared to take part")
    NOT_PREPARED = "not_prepared", _("we do not take part")


class ComplaintRules(models.Model):
    """The one row that says what needs approval, and where a customer can go next."""

    approval_limit = models.DecimalField(
        _("what is worth or costs more needs approval"), max_digits=10, decimal_places=2, default=Decimal(50)
    )
    body_name = models.CharField(_("body for settling disputes"), max_length=120, blank=True)
    body_website = models.URLField(_("its website"), blank=True)
    stance = models.CharField(
        _("whether we use it"), max_length=12, choices=Stance, default=Stance.NOT_PREPARED
    )
    next_step = models.TextField(_("where a customer can go next"), blank=True)
    # Working days by clock and severity, where the shop chose other than a new one begins with.
    targets = models.JSONField(_("times"), default=dict, blank=True)
    version = models.IntegerField(default=1, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_set_of_complaint_rules"),
        ]

    def __str__(self) -> str:
        return str(_("Rules for complaints"))

    @classmethod
    def current(cls) -> "ComplaintRules":
        """As they stand; those of a new shop until somebody changes them."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def clock_targets(self) -> Targets:
        """How soon each clock is to be met."""
        return targets_of(self.targets)
