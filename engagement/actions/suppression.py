"""Addresses we do not write to."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from engagement.addresses import address_hash, address_hint
from engagement.models import MessageClass, Suppression, SuppressionReason, SuppressionScope


@transaction.atomic
def suppress(
    address: str,
    *,
    reason: SuppressionReason,
    scope: SuppressionScope,
    source: str,
    note: str = "",
    until: datetime | None = None,
    by: User | None,
) -> Suppression:
    """Write to this address no more; twice for one reason is once."""
    values = {"scope": scope, "source": source, "note": note[:200], "until": until, "by": by}
    found, is_new = Suppression.objects.get_or_create(
        address_hash=address_hash(address),
        reason=reason,
        lifted_at=None,
        defaults={**values, "address_hint": address_hint(address), "at": timezone.now()},
    )
    if is_new:
        audit.record("suppression.added", found, by=by)
    return found


def suppressed(hashed: str, message_class: str, now: datetime) -> Suppression | None:
    """What stands against writing such a mail to this address."""
    standing = Suppression.objects.standing(now).filter(address_hash=hashed)
    is_asked_for = message_class == MessageClass.TRANSACTIONAL
    return standing.filter(Q(scope=SuppressionScope.EVERYTHING) if is_asked_for else Q()).first()
