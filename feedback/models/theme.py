"""What people talk about: themes, and where each came up."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models import Customer


class Feeling(models.IntegerChoices):
    GOOD = 1, _("Praise")
    NEUTRAL = 0, _("Neither")
    BAD = -1, _("Blame")


class ThemeQuerySet(models.QuerySet["Theme"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)

    def named(self) -> Self:
        """Those a text can be about: below another one, or on top with none below."""
        return self.in_use().filter(Q(above__isnull=False) | Q(parts__isnull=True))


class Theme(models.Model):
    """Something customers come back to, such as waiting or quality; a group of them stands above."""

    name = models.CharField(_("name"), max_length=60)
    above = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("belongs to")
    )
    words = models.TextField(
        _("words that suggest it"), blank=True
    )  # a phrase a line: feedback/theme_words.py
    retired_at = models.DateTimeField(null=True, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], condition=Q(retired_at=None), name="theme_named_once"),
            models.CheckConstraint(
                condition=Q(above__isnull=True) | ~Q(above=models.F("id")), name="theme_not_above_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ThemeMention(models.Model):
    """A text was about a theme, and so it spoke of it: somebody here has read it and says so."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="mentions", db_index=False)
    # What was said, by its key ("feedback.review:3", "customers.interaction:17"); the words stay there.
    about = models.CharField(max_length=80)
    feeling = models.SmallIntegerField(choices=Feeling)
    on = models.DateField()  # when it was said
    customer = models.ForeignKey(Customer, models.SET_NULL, null=True, related_name="+")
    was_suggested = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about", "theme"], name="theme_mentioned_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["theme", "-on", "-id"], name="theme_mentions_newest")]

    def __str__(self) -> str:
        return f"{self.theme_id} in {self.about}"


class ThemeReading(models.Model):
    """Somebody has read a text for its themes, whether it had any or none."""

    about = models.CharField(max_length=80, unique=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.about
