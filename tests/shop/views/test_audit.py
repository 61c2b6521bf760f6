"""The history: read by managers, changed by nobody (S45)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from crm.rights import GRANTS
from crm.shop import naming
from crm.shop.actions import audit
from crm.shop.models import AuditEntry, User

Browser = Callable[[User], Client]


def test_audit_list_shows_who_did_what_with_todays_name(browser: Browser, mark: User, mira: User) -> None:
    audit.record("user.edited", mira, by=mark, fields=["name"], counts={"sessions": 2})
    User.objects.filter(pk=mira.pk).update(name="Mira Bell")

    page = browser(mark).get("/history/").content.decode()

    for words in ("Mark", "changed a colleague", "Mira Bell", "name", "sessions: 2"):
        assert words in page


def test_audit_list_keeps_the_key_of_what_has_no_name(browser: Browser, mark: User) -> None:
    audit.record("thing.gone", "shop.user:999999", by=mark)
    audit.record("thing.gone", "elsewhere.thing:1", by=mark)

    page = browser(mark).get("/history/").content.decode()

    assert "shop.user:999999" in page
    assert "elsewhere.thing:1" in page


def test_naming_is_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "_NAMINGS", {})
    naming.names("upstairs.thing")(lambda numbers: {number: f"Thing {number}" for number in numbers})

    assert naming.names_of(["upstairs.thing:7", "upstairs.thing:x", "other:1", ""]) == {
        "upstairs.thing:7": "Thing 7"
    }


def test_audit_list_filters_by_person_verb_and_day(browser: Browser, mark: User, mira: User) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        audit.record("customer.created", by=mira)
    audit.record("till.switched", by=mira)
    audit.record("till.switched", by=mark)
    client = browser(mark)

    def found(**question: object) -> list[tuple[str, str]]:
        rows = client.get("/history/", question).context["rows"]
        return [(entry.actor, entry.verb) for entry, _what, _about, _changed in rows]

    assert found(person=mira.pk) == [("Mira", "till.switched"), ("Mira", "customer.created")]
    assert found(verb="switched") == [("Mark", "till.switched"), ("Mira", "till.switched")]
    day = timezone.localdate() - timedelta(days=3)
    assert found(day=day.isoformat()) == [("Mira", "customer.created")]
    assert len(found(day="nonsense", person="x")) == 3


def test_audit_list_goes_on_after_fifty(browser: Browser, mark: User) -> None:
    for number in range(60):
        audit.record("thing.done", f"thing:{number}", by=mark)
    client = browser(mark)

    first = client.get("/history/").context["page"]
    second = client.get("/history/", {"after": first.next_cursor}).context["page"]

    assert (len(first.rows), len(second.rows), second.next_cursor) == (50, 10, "")


@pytest.mark.parametrize("who", ["mira", "sam", "vera"])
def test_history_is_for_managers(browser: Browser, request: pytest.FixtureRequest, who: str) -> None:
    assert browser(request.getfixturevalue(who)).get("/history/").status_code == 403


@pytest.mark.parametrize("entry_count", [1, 3])
def test_audit_list_costs_the_same_for_any_number(
    browser: Browser, mark: User, entry_count: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(entry_count):
        audit.record("user.edited", f"shop.user:{number}", by=mark)
    client = browser(mark)
    client.get("/history/")

    with django_assert_num_queries(6):  # type: ignore[attr-defined]
        client.get("/history/")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE shop_auditentry SET actor = 'x'", "DELETE FROM shop_auditentry", "TRUNCATE shop_auditentry"],
)
def test_the_trail_refuses_its_own_owner(mark: User, statement: str) -> None:
    audit.record("thing.done", by=mark)

    with pytest.raises(ProgrammingError, match="only be added to"), transaction.atomic():
        connection.cursor().execute(statement)

    assert AuditEntry.objects.get().actor == "Mark"


@pytest.fixture
def app_role(db: None) -> str:
    """A role with the rights of the app; one for each worker, since roles are shared by databases."""
    role = f"{connection.settings_dict['NAME']}_app"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")
        for grant in GRANTS:
            cursor.execute(grant.format(role=role))
    return role


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE shop_auditentry SET actor = 'x'",
        "DELETE FROM shop_auditentry",
        "TRUNCATE shop_auditentry",
        "ALTER TABLE shop_auditentry DISABLE TRIGGER ALL",
    ],
)
def test_the_trail_refuses_the_apps_role(mark: User, app_role: str, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {app_role}")
        cursor.execute("INSERT INTO shop_auditentry (at, verb, about, fields, counts, actor) "
                       "VALUES (now(), 'thing.done', '', '[]', '{}', 'Mark')")  # fmt: skip
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
            cursor.execute(statement)
        cursor.execute("SELECT count(*) FROM shop_auditentry")
        assert cursor.fetchone() == (1,)


def test_a_name_with_a_line_break_stays_one_line(browser: Browser, mark: User) -> None:
    audit.record("thing.done", by=User(name="Mallory\r\n2026 root: shop.cleared"))

    rows = browser(mark).get("/history/").content.decode()

    assert rows.count("<tr>") == 2


def test_audit_list_says_what_changed_in_words(browser: Browser, mark: User) -> None:
    audit.record("customer.edited", "customers.customer:1", by=mark, fields=["birth_day", "phones"])
    audit.record("import.applied", "customers.dataimport:1", by=mark, counts={"set_aside": 2517})

    page = browser(mark).get("/history/").content.decode()

    assert "birthday: day, phone numbers" in page
    assert "Set aside: 2,517" in page
