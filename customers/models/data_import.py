"""A file that somebody brought in, row by row accounted for."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.shop.models import StoredFile, User


class ImportState(models.TextChoices):
    """The life of an import; the allowed moves stand in customers/actions/data_import.py."""

    UPLOADED = "uploaded", _("Waiting for its columns")
    PREVIEWING = "previewing", _("Being read")
    READY = "ready", _("Ready to apply")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    FAILED = "failed", _("Failed")
    DISCARDED = "discarded", _("Discarded")


class Outcome(models.TextChoices):
    """What became (or would become) of a row."""

    CREATED = "created", _("Created")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    SET_ASIDE = "set_aside", _("Set aside")
    REFUSED = "refused", _("Refused")


class DataImportQuerySet(models.QuerySet["DataImport"]):
    def visible_to(self, user: User) -> Self:
        return self


class DataImport(models.Model):
    """One file on its way into the shop."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="imports")
    format = models.CharField(_("format"), max_length=40, blank=True)  # customers/importing/formats.py
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.UPLOADED)
    headers = models.JSONField(default=list)  # as they stand in the file
    mapping = models.JSONField(default=dict)  # {column header: field key}
    options = models.JSONField(default=dict)  # currency, time zone, day order, source …
    row_count = models.BigIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)  # applied up to here
    counts = models.JSONField(default=dict)  # what the preview said and what was done
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DataImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.file.name


class ImportRow(models.Model):
    """The ledger: what became of each row of the file, and why. The source of a later undo."""

    data_import = models.ForeignKey(DataImport, models.CASCADE, related_name="rows")
    number = models.BigIntegerField()  # line in the file, the header is 1
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=200, blank=True)
    cells = ArrayField(models.TextField(), default=list)  # kept for refused and set-aside rows only
    customer_id = models.BigIntegerField(null=True)
    purchase_id = models.BigIntegerField(null=True)
    changes = models.JSONField(null=True)  # {field: [before, after]} of an updated customer

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["data_import", "number"], name="import_row_counts_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["data_import", "outcome", "number"], name="import_row_outcome")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"


class ColumnMemory(models.Model):
    """How somebody mapped a file with these headers last time."""

    fingerprint = models.CharField(max_length=64, unique=True)  # of the folded header names
    mapping = models.JSONField()
    options = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.fingerprint[:8]
