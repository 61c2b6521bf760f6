"""The key a till or web shop opens the API with."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models.user import User


class Scope(models.TextChoices):
    READ = "read", _("Read everything but the words of mails")
    MAIL = "mail", _("Read everything, the words of mails too")
    WRITE = "write", _("Read and write everything but what the last three say")
    PURCHASES = "purchases", _("Only bring in purchases")
    MERGE = "merge", _("Put two customers together, and take them apart again")
    DISCLOSE = "disclose", _("Take out everything held on a customer")
    WEBHOOKS = "webhooks", _("Say which programs are told what happens")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self, now: datetime) -> Self:
        return self.filter(revoked_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=now))


class ApiToken(models.Model):
    """A named key for one program; shown once, kept as a hash."""

    name = models.CharField(_("what it is for"), max_length=80)
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret: it is long and random
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope), verbose_name=_("may"))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="api_tokens")
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    # Requests it may still make at once; it fills up again by the minute (see actions/api_token.py).
    allowance = models.FloatField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_words(self) -> list[str]:
        return [str(Scope(scope).label) for scope in self.scopes]

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())
