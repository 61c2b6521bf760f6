"""A request of a program that is sent again is answered as the first time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from crm.shop.models import ApiToken, IdempotencyKey

KEPT_FOR = timedelta(hours=24)
# Held by the transaction: whoever is killed in the middle leaves neither a lock nor half an answer.
TRY_TO_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"


class IsBeingAnswered(Exception):
    """The same request is at work at this moment."""


class KeyWasForSomethingElse(Exception):
    """The key has answered another request already."""


@dataclass(frozen=True)
class Asked:
    """Who asks, under which key (none: every request is a new one), and what exactly."""

    token: ApiToken
    key: str
    fingerprint: str


@dataclass(frozen=True)
class Answered:
    """What the program is told."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    is_replay: bool = False


@transaction.atomic
def answer_once(asked: Asked, act: Callable[[], Answered]) -> Answered:
    """Do it and keep the answer, both or neither; a repeated key gets the kept answer.

    What `act` raises undoes everything, and leaves the key as it was.
    Raises IsBeingAnswered and KeyWasForSomethingElse.
    """
    if not asked.key:
        return act()
    _lock(asked)
    if kept := _kept(asked):
        return kept
    answered = act()
    IdempotencyKey.objects.create(
        token=asked.token,
        key=asked.key,
        fingerprint=asked.fingerprint,
        status=answered.status,
        answer=answered.body,
        headers=dict(answered.headers),
    )
    return answered


def forget_old_keys() -> None:
    """A day is long enough to try again."""
    IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()


def _lock(asked: Asked) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TRY_TO_LOCK, [f"api:{asked.token.pk}:{asked.key}"])
        if not cursor.fetchone()[0]:
            raise IsBeingAnswered


def _kept(asked: Asked) -> Answered | None:
    known = IdempotencyKey.objects.filter(token=asked.token, key=asked.key)
    row = known.first()
    if row is None:
        return None
    if row.created_at < timezone.now() - KEPT_FOR:
        known.delete()
        return None
    if row.fingerprint != asked.fingerprint:
        raise KeyWasForSomethingElse
    return Answered(row.status, row.answer, row.headers, is_replay=True)
