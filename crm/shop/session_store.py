"""Whose session a cookie belongs to, and whose session that is: the two questions every page begins with."""

from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import BigIntegerField, CharField, DateTimeField
from django.utils import timezone

from crm.shop.models import User
from crm.web.written_out import Blank, Question


class SessionStore(db.SessionStore):
    """Django's own, which asks with a question that was written out before."""

    def _get_session_from_db(self) -> Session | None:
        found = _sessions().ask(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]
    """Knows by e-mail and password who works here, and by the number in a session."""

    def get_user(self, user_id: Any) -> User | None:
        """Nobody when they work here no longer."""
        person = next(iter(_people().ask(number=user_id)), None)
        return person if person and self.user_can_authenticate(person) else None


@cache
def _sessions() -> Question[Session]:
    is_valid = {"expire_date__gt": Blank("now", DateTimeField())}
    return Question(Session.objects.filter(session_key=Blank("key", CharField()), **is_valid))


@cache
def _people() -> Question[User]:
    return Question(User.objects.filter(pk=Blank("number", BigIntegerField())))
