"""What a customer answered to a question of the shop's own, as people write it here."""

from contextlib import suppress
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from customers.models.custom_field import CustomFieldKind


def own_answer(value: Any, kind: str, *, day_format: str = "SHORT_DATE_FORMAT") -> str:
    """Yes, 16 Mar 2025 or what was typed; empty where nothing was."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if kind == CustomFieldKind.DAY:
        with suppress(TypeError, ValueError):  # written before the question became one for a day
            return date_format(date.fromisoformat(value), day_format)
    return "" if value is None else str(value)
