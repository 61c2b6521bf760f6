"""What an import made of the people in the book: the source of taking it back."""

from typing import ClassVar

from django.db import models

from customers.models.data_import import DataImport


class ImportedCustomer(models.Model):
    """One customer whom an import made or changed, as they were before it; net of all its rows."""

    # Written beside the rows of a file, thousands at a time; whom it names may be gone by now.
    pk = models.CompositePrimaryKey("data_import_id", "customer_id")
    data_import = models.ForeignKey(
        DataImport, models.CASCADE, related_name="people", db_index=False, db_constraint=False
    )
    customer_id = models.BigIntegerField()
    is_new = models.BooleanField(default=False)
    before = models.JSONField(default=dict)  # {field: value}; a question of our own is "custom.key"
    after = models.JSONField(default=dict)
    added = models.JSONField(default=list)  # [list, value]: what the file added to a list of theirs
    kept = models.JSONField(null=True)  # what taking the import back left as it is, and why

    class Meta:
        indexes: ClassVar = [models.Index(fields=["customer_id"], name="imported_customer")]

    def __str__(self) -> str:
        return f"{self.data_import_id} {self.customer_id}"
