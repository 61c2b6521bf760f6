"""One question a month to everybody who works here, of which nobody can learn who said what.

No answer is a row: only so many of each kind are kept, so that no key, order or time joins one with who has
answered. The figures are shown when the month is over, and never of fewer than five.
"""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User

FEWEST = 5
SCORES = range(1, 6)


class PulseQuerySet(models.QuerySet["Pulse"]):
    def over(self, on: date) -> Self:
        """Of months that have passed: while one runs, two looks at it would tell an answer between them."""
        return self.filter(month__lt=on.replace(day=1))


class Pulse(models.Model):
    """The question of a month, and how often each answer was given."""

    month = models.DateField(unique=True)  # its first day
    question = models.CharField(_("question"), max_length=160)
    count_1 = models.PositiveSmallIntegerField(default=0)
    count_2 = models.PositiveSmallIntegerField(default=0)
    count_3 = models.PositiveSmallIntegerField(default=0)
    count_4 = models.PositiveSmallIntegerField(default=0)
    count_5 = models.PositiveSmallIntegerField(default=0)

    objects = PulseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def counts(self) -> list[int]:
        """From very bad to very good."""
        return [getattr(self, f"count_{score}") for score in SCORES]

    @property
    def answers(self) -> int:
        return sum(self.counts)

    @property
    def is_few(self) -> bool:
        """Fewer than may be shown."""
        return self.answers < FEWEST


class PulseTurn(models.Model):
    """Somebody has answered; what, and when, is kept nowhere. It goes when the month is over."""

    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="turns", db_index=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pulse", "user"], name="pulse_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pulse_id} by {self.user_id}"
