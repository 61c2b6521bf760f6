"""What became of something the shop did: the verdict, as it was last worked out."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.figures.verdict import Verdict


class Basis(models.TextChoices):
    """Against what it is compared, the surest first."""

    HOLD_OUT = "hold_out", _("Against those held out by lot")
    CHANGES = "changes", _("Against how others changed")
    BEFORE = "before", _("Before and after")
    NONE = "none", _("Nothing to compare with")


VERDICTS = (
    (Verdict.BETTER.value, _("Better")),
    (Verdict.WORSE.value, _("Worse")),
    (Verdict.NO_CLEAR_CHANGE.value, _("No clear change")),
    (Verdict.TOO_EARLY.value, _("Too early")),
)


class MeasuredEffect(models.Model):
    """One improvement, announcement or automation, and what is known of its effect."""

    about = models.CharField(max_length=80, unique=True)  # its key: "feedback.improvement:4"
    since = models.DateField()
    basis = models.CharField(max_length=8, choices=Basis)
    verdict = models.CharField(max_length=16, choices=VERDICTS, blank=True)  # empty: not causal
    is_settled = models.BooleanField(default=False)  # nothing that comes late can change it any more
    measured_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-since", "-id"], name="effect_newest")]

    def __str__(self) -> str:
        return self.about
