"""A question about customers that somebody asks again and again."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission


class SegmentQuerySet(models.QuerySet["Segment"]):
    def visible_to(self, user: User) -> Self:
        """The shared ones, and one's own."""
        return self.filter(Q(is_shared=True) | Q(owner=user))


class Segment(models.Model):
    """A saved filter of the customer list, kept as the very address that shows it."""

    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, related_name="segments")
    is_shared = models.BooleanField(_("everybody sees it"), default=False)
    query = models.TextField(blank=True)  # "stage=retention&tag=3", as CustomerFilter writes it
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="segment_name_once_per_person"),
        ]

    def __str__(self) -> str:
        return self.name

    def may_be_changed_by(self, user: User) -> bool:
        """One's own; a shared one also by whoever may share."""
        return self.owner_id == user.pk or (self.is_shared and user.can(Permission.SEGMENT_SHARE))
