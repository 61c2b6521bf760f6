"""One request of a program, answered once."""

from typing import ClassVar

from django.db import models

from crm.shop.models.api_token import ApiToken


class IdempotencyKey(models.Model):
    """What a program was answered: written in the same transaction as what the request did."""

    # Its index is the constraint below.
    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)  # SHA-256 of method, path and body
    status = models.PositiveSmallIntegerField()
    answer = models.TextField()
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="request_is_answered_once"),
        ]

    def __str__(self) -> str:
        return self.key
