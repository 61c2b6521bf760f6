"""That somebody was forgotten: a number and a fingerprint, and nothing of who they were."""

import hashlib
import secrets
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User


class Because(models.TextChoices):
    """Why somebody is forgotten."""

    ASKED = "asked", _("They asked for it")
    NOT_NEEDED = "not_needed", _("We have no more reason to keep it")
    RULE = "rule", _("The rule for how long we keep things")


def new_salt() -> str:
    return secrets.token_hex(16)


def fingerprint_of(number: int, opened_at: datetime, salt: str) -> str:
    """Tells after a restore whether this number is one of this shop's; from it nobody learns anything.

    Not made of what is known of a customer: an import, or putting two together, may change all of that.
    """
    return hashlib.sha256(f"{salt}:{number}:{opened_at.timestamp():.6f}".encode()).hexdigest()


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def unfinished(self) -> Self:
        """Asked for, and something of it is still to be done."""
        done = models.Q(done_at__isnull=False, files=[], is_in_ledger=True)
        return self.exclude(done).order_by("pk")


class Erasure(models.Model):
    """Somebody is forgotten: asked for at once, carried out right after, and never undone."""

    customer_number = models.BigIntegerField(unique=True)
    salt = models.CharField(max_length=32, default=new_salt)
    fingerprint = models.CharField(max_length=64)
    because = models.CharField(_("why"), max_length=10, choices=Because)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    files = models.JSONField(default=list)  # still to be taken off the disk, by their random names
    is_in_ledger = models.BooleanField(default=False)  # customers/erasure_ledger.py knows of it

    objects = ErasureQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                condition=~models.Q(done_at__isnull=False, is_in_ledger=True) | ~models.Q(files=[]),
                name="erasure_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Customer %d, forgotten") % self.customer_number)
