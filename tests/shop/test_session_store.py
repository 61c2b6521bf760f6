"""A cookie is somebody's for as long as its session is valid and they work here."""

from datetime import timedelta

import time_machine
from django.conf import settings
from django.contrib.sessions.backends import db
from django.utils import timezone

from crm.shop.session_store import SessionStore, StaffBackend


def kept(**words: str) -> str:
    store = SessionStore()
    store.update(words)
    store.save()
    return store.session_key


def test_what_is_kept_is_read_as_django_reads_it(shop):
    key = kept(seen="today")

    assert SessionStore(key).load() == db.SessionStore(key).load() == {"seen": "today"}


def test_an_unknown_key_and_one_that_is_over_are_nobodys(shop):
    key = kept(seen="today")
    much_later = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)

    unknown = SessionStore("x" * 32)
    with time_machine.travel(much_later):
        over = SessionStore(key)
        found = [unknown.load(), over.load()]

    # Neither key may be used for a new session: somebody else may have thought of it.
    assert (found, unknown.session_key, over.session_key) == ([{}, {}], None, None)


def test_the_number_in_a_session_is_somebody_who_works_here(mira, otto):
    otto.is_active = False
    otto.save()

    known = [StaffBackend().get_user(number) for number in (mira.pk, str(mira.pk), otto.pk, 0)]

    assert known == [mira, mira, None, None]
