"""What those who work here think should be otherwise."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from feedback.models.improvement import Improvement


class IdeaState(models.TextChoices):
    NEW = "new", _("New")
    TAKEN = "taken", _("Taken up")
    DECLINED = "declined", _("Not now")


class IdeaQuerySet(models.QuerySet["Idea"]):
    def waiting(self) -> Self:
        return self.filter(state=IdeaState.NEW)


class Idea(models.Model):
    """An idea of a colleague's, and our answer to it; without a name where they wished so."""

    text = models.TextField(_("the idea"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")  # empty: without a name
    state = models.CharField(max_length=8, choices=IdeaState, default=IdeaState.NEW, editable=False)
    answer = models.TextField(_("our answer"), blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    improvement = models.ForeignKey(Improvement, models.SET_NULL, null=True, related_name="ideas")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="new", answered_at=None) | ~Q(state="new") & Q(answered_at__isnull=False),
                name="idea_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
