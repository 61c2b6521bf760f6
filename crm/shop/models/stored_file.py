"""Files that people gave us: kept under a random name outside the web root, never served back inline."""

from typing import ClassVar

from django.db import models

from crm.shop.models.user import User


class StoredFile(models.Model):
    """An uploaded file: what it was called, where it lies, its fingerprint."""

    name = models.CharField(max_length=200)  # as the person called it; shown, never used as a path
    path = models.CharField(max_length=120, unique=True)  # relative to MEDIA_ROOT
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sha256"], name="stored_file_fingerprint")]

    def __str__(self) -> str:
        return self.name
