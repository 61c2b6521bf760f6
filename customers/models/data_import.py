"""A file that somebody brought in, row by row accounted for."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value
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
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")


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
    shape = models.JSONField(default=dict)  # how to read the file, see customers/importing/reading.py
    headers = models.JSONField(default=list)  # as they stand in the file
    mapping = models.JSONField(default=dict)  # {column header: field key}
    options = models.JSONField(default=dict)  # currency, time zone, day order, source …
    # How days and amounts look: customers/importing/guessing.py.
    guesses = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    row_count = models.BigIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)  # applied, or taken back, up to here
    counts = models.JSONField(default=dict)  # what the preview said, what was done, what was taken back
    tags_made = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    forgotten_at = models.DateTimeField(null=True, blank=True)  # the file and the rows below are gone

    objects = DataImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.file.name

    @property
    def is_underway(self) -> bool:
        """Is a job at work on it, or about to be?"""
        return self.state in {ImportState.PREVIEWING, ImportState.APPLYING, ImportState.UNDOING}


class ImportRow(models.Model):
    """The ledger: what became of each row of the file, and why. The source of a later undo."""

    # Half a million rows at a time: no index that nothing asks for, no check of one same key.
    pk = models.CompositePrimaryKey("data_import_id", "number")
    data_import = models.ForeignKey(
        DataImport, models.CASCADE, related_name="rows", db_index=False, db_constraint=False
    )
    # Line in the file, the header is 1; above OF_A_REFUND: the refund that this line told of besides.
    number = models.BigIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=200, blank=True)
    cells = ArrayField(models.TextField(), default=list)  # kept for refused and set-aside rows only
    customer_id = models.BigIntegerField(null=True)
    purchase_id = models.BigIntegerField(null=True)
    changes = models.JSONField(null=True)  # {field: [before, after]} of an updated customer

    class Meta:
        indexes: ClassVar = [
            # The common outcomes are found along the key; only the rare ones need a way of their own.
            models.Index(
                fields=["data_import", "outcome", "number"],
                condition=~models.Q(outcome__in=["created", "unchanged"]),
                name="import_row_rare_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"

    @property
    def row_number(self) -> int:
        """The line of the file, as people count."""
        return self.number % (1 << 32)  # see customers/importing/sale_line.py


class ImportLine(models.Model):
    """A line of a sale between reading and writing: cleaned, judged, and gone when the import is done."""

    pk = models.CompositePrimaryKey("data_import_id", "anchor", "number")
    data_import = models.ForeignKey(
        DataImport, models.CASCADE, related_name="lines", db_index=False, db_constraint=False
    )
    anchor = models.BigIntegerField()  # the row its order starts at: an order is written in one piece
    number = models.BigIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)  # empty: it counts
    reason = models.CharField(max_length=200, blank=True)
    order_number = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(null=True)
    is_refund = models.BooleanField(default=False)
    who_kind = models.CharField(max_length=10, blank=True)  # external, email, phone; empty: a walk-in
    who = models.CharField(max_length=254, blank=True)
    who_name = models.CharField(max_length=160, blank=True, db_default="")
    place = models.CharField(max_length=80, blank=True, db_default="")  # as the file calls it
    country = models.CharField(max_length=2, blank=True)
    staff = models.CharField(max_length=254, blank=True, db_default="")  # as the file calls them
    position = models.IntegerField()
    naming = models.SmallIntegerField()  # 1, 2, 3: brings the order's first, second, third product name
    product_code = models.CharField(max_length=60, blank=True)
    product_name = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=80, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    discount = models.DecimalField(max_digits=14, decimal_places=4)
    cells = ArrayField(models.TextField(), default=list)

    def __str__(self) -> str:
        return f"{self.order_number}/{self.position}"


class MendedCell(models.Model):
    """A cell of a file that somebody typed anew in the preview; the file itself stays as it came."""

    data_import = models.ForeignKey(DataImport, models.CASCADE, related_name="mended")
    number = models.BigIntegerField()  # line in the file, the header is 1
    position = models.IntegerField()
    text = models.TextField()
    before = models.TextField(blank=True, db_default="")  # what the file says

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["data_import", "number", "position"], name="cell_is_mended_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.position}"


class ColumnMemory(models.Model):
    """How somebody mapped a file with these headers last time."""

    fingerprint = models.CharField(max_length=64, unique=True)  # of the folded header names
    mapping = models.JSONField()
    options = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.fingerprint[:8]
