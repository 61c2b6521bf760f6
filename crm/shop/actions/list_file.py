"""Handing a list out of the house, which is always written down."""

from typing import Any

from django.db.models import QuerySet

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User


def note_list(name: str, rows: QuerySet[Any], *, by: User) -> int:
    """Write down that so many rows of this list leave the house now; how many."""
    count, shop = rows.count(), ShopSettings.current()
    audit.record("shop.list_taken", shop or "", by=by, fields=[name], counts={"rows": count})
    return count
