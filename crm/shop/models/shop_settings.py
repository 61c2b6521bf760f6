"""The shop's own card: what it is called, where it is, how it counts."""

from functools import cache
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.web.written_out import Question


class ShopSettings(models.Model):
    """The one row that says what this shop is."""

    name = models.CharField(_("shop name"), max_length=80)
    legal_name = models.CharField(_("legal name"), max_length=120, blank=True)
    legal_footer = models.TextField(_("legal footer"), blank=True)
    country = models.CharField(_("country"), max_length=2)
    time_zone = models.CharField(_("time zone"), max_length=64)
    currency = models.CharField(_("currency"), max_length=3)
    phone_country = models.CharField(_("default phone country"), max_length=2)
    language = models.CharField(_("language"), max_length=10, default="en")
    requires_second_factor = models.BooleanField(_("everybody needs a second factor"), default=False)
    # Empty: one working day, which is as long as the door is open on a usual day.
    answer_within_hours = models.PositiveSmallIntegerField(
        _("opening hours within which a question is answered"), null=True, blank=True
    )
    is_demo = models.BooleanField(default=False, editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    # After a restore no mail leaves until the owner says so.
    mail_held_since = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="there_is_one_shop", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "ShopSettings | None":
        """The open shop, or None before the first-run page was filled in."""
        return next(iter(_the_shop().ask()), None)


@cache
def _the_shop() -> Question[ShopSettings]:
    """Every page asks for it, so it is written out once."""
    return Question(ShopSettings.objects.filter(pk=1))
