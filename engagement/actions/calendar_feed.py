"""A private address from which a calendar reads somebody's follow-ups: made, and taken back."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from engagement.models import CalendarFeed


@transaction.atomic
def make_calendar_feed(owner: User, *, by: User | None) -> str:
    """The secret of a new address, told once; the one before opens nothing any more."""
    User.objects.select_for_update().get(pk=owner.pk)
    _revoke(owner)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(owner=owner, token_hash=hash_of(token))
    audit.record("calendar_feed.made", feed, by=by)
    return token


@transaction.atomic
def revoke_calendar_feed(owner: User, *, by: User | None) -> None:
    """The address opens nothing any more. Twice is once."""
    if _revoke(owner):
        audit.record("calendar_feed.revoked", owner, by=by)


def hash_of(token: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _revoke(owner: User) -> int:
    standing = CalendarFeed.objects.filter(owner=owner, revoked_at=None)
    return standing.update(revoked_at=timezone.now())
