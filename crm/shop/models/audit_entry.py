"""The trail of who did what. Never anything a customer said or is."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One thing somebody did, written once and never changed (a database trigger sees to it)."""

    at = models.DateTimeField(_("when"), auto_now_add=True)
    verb = models.CharField(_("what"), max_length=60)
    about = models.CharField(_("about"), max_length=80, blank=True)  # "customers.customer:42"
    fields = models.JSONField(_("changed"), default=list)  # names only
    counts = models.JSONField(_("counts"), default=dict)  # numbers only
    actor_id = models.BigIntegerField(null=True)  # no foreign key: the trail outlives people
    actor = models.CharField(_("who"), max_length=80)
    address = models.GenericIPAddressField(_("from"), null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["about", "-id"], name="audit_about"),
            models.Index(fields=["verb", "-id"], name="audit_verb"),
            models.Index(fields=["actor_id", "-id"], name="audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.verb} {self.about}".strip()
