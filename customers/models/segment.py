"""A question about customers that somebody asks again and again."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers.models.customer import Customer


class SegmentQuerySet(models.QuerySet["Segment"]):
    def visible_to(self, user: User) -> Self:
        """The shared ones, and one's own."""
        return self.filter(Q(is_shared=True) | Q(owner=user))

    def shared(self) -> Self:
        """Those that everybody sees."""
        return self.filter(is_shared=True)


class Segment(models.Model):
    """A saved list: the very address of the list that shows it, or a rule put together from conditions."""

    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, related_name="segments")
    is_shared = models.BooleanField(_("everybody sees it"), default=False)
    query = models.TextField(blank=True)  # "stage=retention&tag=3", as CustomerFilter writes it
    # {"join": "all", "parts": […]}, see customers/segments/rule.py; None: the address says it all.
    rule = models.JSONField(null=True, blank=True)
    version = models.IntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # Who comes and goes is written down since then, and was last looked up at.
    watched_since = models.DateTimeField(null=True, editable=False)
    watched_at = models.DateTimeField(null=True, editable=False)

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


class SegmentStay(models.Model):
    """Somebody is in a saved list from one look of the clock until another."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="stays", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="segment_stays")
    # None: they were there when the clock first looked.
    entered_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["segment", "customer"], condition=Q(left_at=None), name="one_stay_at_a_time"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["segment", "-entered_at"],
                condition=Q(entered_at__isnull=False),
                name="segment_stay_entered",
            ),
            models.Index(
                fields=["segment", "-left_at"], condition=Q(left_at__isnull=False), name="segment_stay_left"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.customer_id}"
