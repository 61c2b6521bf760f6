"""Beginning and ending what a browser may do in somebody's name."""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from crm.shop.actions import audit
from crm.shop.models import User

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
BY_PIN = "by_pin"
SHORT_PASSWORD = "password_is_short"  # noqa: S105 - a key in the session
# So that not every page writes to the book.
SEEN_STEP = 60


def begin_session(request: HttpRequest, person: User, *, verb: str) -> None:
    """Start the session's clocks and write down who came in."""
    request.session[SIGNED_IN_AT] = int(time.time())
    request.session.pop(SEEN_AT, None)
    audit.record(verb, person, by=person)


def is_over(session: SessionBase) -> bool:
    """Has it been open, or idle, for too long?"""
    now = int(time.time())
    signed_in_at = session.setdefault(SIGNED_IN_AT, now)
    seen_at = session.get(SEEN_AT, now)
    return bool(
        now - signed_in_at > settings.SESSION_COOKIE_AGE or now - seen_at > settings.SESSION_IDLE_SECONDS
    )


def note_activity(request: HttpRequest, *, every: int = SEEN_STEP) -> None:
    """Remember that the session is in use."""
    now = int(time.time())
    if now - request.session.get(SEEN_AT, 0) >= every:
        request.session[SEEN_AT] = now
        UserSession.objects.create_from_request(request)


def end_sessions(person: User, *, by: User | None, keep: str | None = None) -> int:
    """Sign a person out everywhere, except in the session `keep`; how many sessions ended."""
    sessions = UserSession.objects.filter(user=person).exclude(session_key=keep)
    ended = 0
    for session in sessions:
        session.end()
        ended += 1
    if ended:
        audit.record("session.ended", person, by=by, counts={"sessions": ended})
    return ended
