"""The cast: always the same people, with the same roles."""

import gc
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import hypothesis
import pytest
from django.conf import settings as house
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.template import Context, Template
from django.test import Client, TransactionTestCase
from django.test.signals import template_rendered
from django.test.utils import override_settings
from django.utils.crypto import get_random_string
from django.utils.safestring import SafeString
from pytest_django import DjangoDbBlocker

from crm.shop.models import Location, ShopSettings, User
from crm.shop.permissions import Role
from crm.shop.public_page import KNOCKS
from crm.shop.session_store import SessionStore
from customers.actions.customer import create_customer
from customers.models import Customer
from feedback import answer_language, drawn_page
from feedback.invited import version_as_published
from feedback.looks import LOOKS
from feedback.templatetags import answer_questions
from tests.told import Told
from tests.turns import Turns

PASSWORD = "correct horse battery staple"

# How long an example takes says something about the machine only.
PATIENT = hypothesis.settings(
    deadline=None, max_examples=40, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
# In CI a red run must be about the change; at a desk the examples are new each time and look for trouble.
hypothesis.settings.register_profile("at a desk", PATIENT)
hypothesis.settings.register_profile("the same each time", PATIENT, derandomize=True)
hypothesis.settings.load_profile("the same each time" if os.environ.get("CI") else "at a desk")


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Turns | None:
    """Whole shops take turns."""
    return Turns(config, log) if config.getoption("dist") == "loadgroup" else None


def pytest_collection_finish() -> None:
    """All the tests and all of Django stay to the end: nobody need look there for rubbish again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _plain_static_and_quick_passwords() -> Iterator[None]:
    """Argon2 is slow on purpose, and the tests of passwords bring it back."""
    plain = {"BACKEND": "tests.plain_static.PlainStatic"}
    with override_settings(
        STORAGES=house.STORAGES | {"staticfiles": plain},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


# Row by row while there are few: a hundred new files for the tables take longer than most tests.
# Of many, each would be looked for in every table that may point to it.
EMPTY_THE_TABLES = """
ALTER TABLE shop_auditentry DISABLE TRIGGER USER;
DO $$ DECLARE
  names text[] := ARRAY(SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public'
    AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission'));
  name text;
BEGIN
  IF EXISTS (SELECT FROM customers_customer OFFSET 300) THEN
    EXECUTE 'TRUNCATE ' || array_to_string(names, ', ');
  ELSE
    FOREACH name IN ARRAY names LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
  END IF;
END $$"""
GUARD_THE_TRAIL = "ALTER TABLE shop_auditentry ENABLE TRIGGER USER"


@pytest.fixture(autouse=True)
def _what_had_a_number_is_forgotten() -> None:
    """Some tests give numbers out twice, which no shop does: what is in memory by them is another's now."""
    version_as_published.cache_clear()
    answer_language._in_memory.cache_clear()
    answer_questions._just_opened.cache_clear()
    drawn_page.forget()
    LOOKS.forget()


@pytest.fixture(autouse=True)
def _nobody_knocked() -> None:
    """All tests come from one address: together they knock more often in a minute than anybody may."""
    KNOCKS.forget()


def empty_the_tables(_test: TransactionTestCase) -> None:
    """What a test really committed goes away; foreign keys are checked at the end only."""
    with connection.cursor() as cursor:
        cursor.execute(EMPTY_THE_TABLES)
        cursor.execute(GUARD_THE_TRAIL)


@pytest.fixture(scope="session", autouse=True)
def _tables_are_emptied_between_tests() -> Iterator[None]:
    """Django would truncate them, which the trail refuses, and write down every permission again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_the_tables)
        yield


@pytest.fixture
def log_lines() -> Iterator[list[str]]:
    """What this test logs. pytest would put each line of each request into words four times for it."""
    told = Told()
    logging.getLogger().addHandler(told)
    yield told.lines
    logging.getLogger().removeHandler(told)


def raised(_handler: logging.Handler, _record: logging.LogRecord) -> None:
    """Called where the words of a line do not fit together."""
    error = sys.exc_info()[1]
    assert error is not None
    raise error


@pytest.fixture(scope="session", autouse=True)
def _a_line_that_cannot_be_logged_fails_its_test() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logging.Handler, "handleError", raised)
        yield


def sign_in_at_once(client: Client, user: User, backend: str = "") -> None:
    """One row instead of a dozen questions: how people sign in has tests of its own."""
    store = SessionStore(get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789"))
    store.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: backend or house.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )
    Session.objects.bulk_create([store.create_model_instance(dict(store.items()))])
    client.cookies[house.SESSION_COOKIE_NAME] = store.session_key


@pytest.fixture(scope="session", autouse=True)
def _clients_sign_in_at_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", sign_in_at_once)
        yield


def drawn_by_itself(template: Template, context: Context) -> SafeString:
    """Tests look at what a page was given; telling them of each icon and part of it as well takes long."""
    if context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


@pytest.fixture(scope="session", autouse=True)
def _pages_tell_what_they_were_given(django_test_environment: None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", drawn_by_itself)
        yield


def corner_shop() -> ShopSettings:
    return ShopSettings.objects.create(
        pk=1,
        name="The Corner Shop",
        legal_footer="1 High Street, Hull HU1 1AA",
        country="GB",
        phone_country="GB",
        time_zone="Europe/London",
        currency="GBP",
        language="en-gb",
    )


@pytest.fixture
def shop(db: None) -> ShopSettings:
    return corner_shop()


def person(name: str, role: Role) -> User:
    return User.objects.create_user(f"{name.lower()}@shop.example", PASSWORD, name=name, role=role)


@pytest.fixture
def olga(shop: ShopSettings) -> User:
    return person("Olga", Role.OWNER)


@pytest.fixture
def mark(shop: ShopSettings) -> User:
    return person("Mark", Role.MANAGER)


@pytest.fixture
def mira(shop: ShopSettings) -> User:
    return person("Mira", Role.STAFF)


@pytest.fixture
def otto(shop: ShopSettings) -> User:
    return person("Otto", Role.STAFF)


@pytest.fixture
def sam(shop: ShopSettings) -> User:
    return person("Sam", Role.SEASONAL)


@pytest.fixture
def vera(shop: ShopSettings) -> User:
    return person("Vera", Role.VIEWER)


@pytest.fixture
def counter(shop: ShopSettings) -> Location:
    return Location.objects.create(name="High Street")


def anna_bell() -> Customer:
    return create_customer(
        {
            "given_name": "Anna",
            "family_name": "Bell",
            "phones": ["+441632960001"],
            "emails": ["anna@example.org"],
        },
        by=None,
    )


@pytest.fixture
def anna(shop: ShopSettings) -> Customer:
    return anna_bell()


@pytest.fixture
def bert(shop: ShopSettings) -> Customer:
    return create_customer({"phones": ["+441632960002"]}, by=None)


@pytest.fixture
def as_staff(client: Client, mira: User) -> Client:
    """Mira's browser, signed in."""
    client.force_login(mira)
    return client


@pytest.fixture
def _trail_guarded_again(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE shop_auditentry ENABLE TRIGGER USER")


@pytest.fixture
def real_commits(_trail_guarded_again: None, transactional_db: None) -> Iterator[None]:
    """For tests with threads: rows are committed, and emptied afterwards although the trail refuses it."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE shop_auditentry DISABLE TRIGGER USER")


@pytest.fixture
def at_once() -> Callable[[int, Callable[[int], object]], list[object]]:
    """Run the same thing in many threads, all released by one barrier."""

    def run_them(count: int, work: Callable[[int], object]) -> list[object]:
        barrier = threading.Barrier(count)

        def run(number: int) -> object:
            barrier.wait()
            try:
                return work(number)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(run, range(count)))

    return run_them
