"""Keys for programs: made, shown once, counted at every use, taken back."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.actions.sign_in import Limit, TooManyTries, neighbourhood, take
from crm.shop.models import ApiToken, User
from crm.shop.models.api_token import Scope

# "rgl_" and eight signs name the key, so that scanners find one that was published by mistake.
SHAPE = re.compile(r"(rgl_[a-z0-9]{8})_[A-Za-z0-9_-]{43}", re.ASCII)
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
WRONG_KEYS = Limit("api_address", 20, timedelta(hours=1))

# One statement: twenty requests at the same moment still count as twenty.
TAKE_ONE = """
    UPDATE shop_apitoken SET
        allowance = least(%(burst)s::float, CASE WHEN last_used_at IS NULL THEN %(burst)s::float ELSE
            allowance + %(a_second)s * greatest(0, extract(epoch FROM %(now)s - last_used_at)) END) - 1,
        last_used_at = greatest(last_used_at, %(now)s)
    WHERE id = %(token)s AND revoked_at IS NULL
        AND least(%(burst)s::float, CASE WHEN last_used_at IS NULL THEN %(burst)s::float ELSE
            allowance + %(a_second)s * greatest(0, extract(epoch FROM %(now)s - last_used_at)) END) >= 1
    RETURNING allowance
"""


class KeyIsNoGood(Exception):
    """Nobody made this key, or it is over: the answer is the same."""


@transaction.atomic
def make_token(
    name: str, *, scopes: Collection[Scope | str], expires_at: datetime | None = None, by: User | None
) -> tuple[ApiToken, str]:
    """Make a key; the second half of the answer is the key itself, which nobody can read again."""
    prefix = "rgl_" + "".join(secrets.choice(LETTERS) for _sign in range(8))
    key = f"{prefix}_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        name=name,
        prefix=prefix,
        digest=fingerprint(key),
        scopes=sorted(scopes),
        expires_at=expires_at,
        created_by=by,
    )
    audit.record("api_token.made", token, by=by, fields=["scopes"])
    return token, key


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User | None) -> ApiToken:
    """Take a key back: its next request is refused. Twice is once."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = timezone.now(), by
        token.save(update_fields=["revoked_at", "revoked_by"])
        audit.record("api_token.revoked", token, by=by)
    return token


def fingerprint(key: str) -> str:
    """What we keep of a key. It is long and random, so a quick hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def find_token(key: str, *, address: str) -> ApiToken:
    """The usable token of this key.

    Raises KeyIsNoGood, and TooManyTries when this address has shown too many of those.
    """
    match = SHAPE.fullmatch(key)
    token = ApiToken.objects.filter(prefix=match[1]).first() if match else None
    if token and hmac.compare_digest(token.digest, fingerprint(key)) and token.is_usable:
        return token
    take(WRONG_KEYS, neighbourhood(address))
    raise KeyIsNoGood


def take_request(token: ApiToken) -> None:
    """Count one request before it is answered, whatever becomes of it.

    Raises TooManyTries when the token has none left for now, or was revoked a moment ago.
    """
    values: dict[str, int | float | datetime] = {
        "token": token.pk,
        "now": timezone.now(),
        "burst": settings.API_BURST,
        "a_second": settings.API_PER_MINUTE / 60,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE_ONE, values)
        if cursor.fetchone() is None:
            raise TooManyTries(max(1, -(-60 // settings.API_PER_MINUTE)))
