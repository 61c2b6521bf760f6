"""What became of a mail after it left, told once."""

from datetime import datetime

from django.db import transaction

from engagement.actions.suppression import suppress
from engagement.models import EventKind, Message, MessageEvent, SuppressionReason, SuppressionScope


@transaction.atomic
def record_event(
    kind: EventKind,
    *,
    key: str,
    at: datetime,
    message: Message | None = None,
    address: str = "",
    note: str = "",
) -> MessageEvent | None:
    """Write it down once for each key; None when it was known."""
    event, is_new = MessageEvent.objects.get_or_create(
        key=key[:160], defaults={"kind": kind, "at": at, "message": message, "note": note[:300]}
    )
    if is_new and kind == EventKind.HARD_BOUNCE and address:
        suppress(
            address,
            reason=SuppressionReason.HARD_BOUNCE,
            scope=SuppressionScope.EVERYTHING,
            source="mail server",
            by=None,
        )
    return event if is_new else None
