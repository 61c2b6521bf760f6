"""Whether the Monday letter goes out by mail."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User


class LetterRules(models.Model):
    """What the owner wants of the Monday letter: one row. The page of the letter is there either way."""

    stopped_at = models.DateTimeField(null=True)  # since when no mail leaves
    stopped_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="there_is_one_set_of_letter_rules", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return str(_("The Monday letter"))

    @classmethod
    def current(cls) -> "LetterRules":
        """What holds now; the letter goes out where nobody said anything."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def is_sent(self) -> bool:
        return self.stopped_at is None
