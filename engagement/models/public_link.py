"""Links that open one thing to whoever holds them."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.expressions import Combinable

from customers.models import ConsentTopic, Customer
from engagement.models.message import Message


class LinkPurpose(models.TextChoices):
    PREFERENCES = "preferences", "preferences"
    CLICK = "click", "click"
    CARD = "card", "card"
    VOUCHER = "voucher", "voucher"
    ATTENDANCE = "attendance", "attendance"
    SURVEY = "survey", "survey"


class PublicLinkQuerySet(models.QuerySet["PublicLink"]):
    def usable(self, now: datetime | Combinable) -> Self:
        return self.filter(revoked_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=now))


class PublicLink(models.Model):
    """A secret address for one purpose.

    We keep its hash; the address itself is made again from the nonce and the secret key.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    nonce = models.CharField(max_length=32)
    purpose = models.CharField(max_length=12, choices=LinkPurpose)
    customer = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="public_links")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="links")
    topic = models.CharField(
        max_length=20, choices=ConsentTopic, blank=True
    )  # what one click unsubscribes from
    about = models.CharField(max_length=80, blank=True)  # "engagement.voucher:7"
    target = models.TextField(blank=True)  # where a click leads
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = PublicLinkQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["message", "purpose"], name="link_of_message")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"
