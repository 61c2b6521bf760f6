"""Every door is guarded, or public on purpose (S03, S05, S17, S18, S24, S26, S37)."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from crm.shop.models import User
from crm.shop.permissions import ROLE_PERMISSIONS, Permission, Role
from tests.architecture.doors import PERSONAL, PROGRAMS, PUBLIC, Door, doors
from tests.written import written

METHODS = ("get", "post", "put", "patch", "delete")
GUARDED = [door for door in doors() if door.permission]
CLOSED = [door for door in doors() if door.name not in PUBLIC]
CAST = {
    Role.OWNER: "olga",
    Role.MANAGER: "mark",
    Role.STAFF: "mira",
    Role.SEASONAL: "sam",
    Role.VIEWER: "vera",
}
by_name = pytest.mark.parametrize
# Whoever looks leaves a trace of the looking; refusals may be noted.
PASSING = frozenset(
    ("django_session", "shop_cache", "usersessions_usersession", "shop_signinbucket", "shop_auditentry")
)
# The first look at these leaves something for good: the salt of the mail room; who reset a password where.
AT_FIRST = {"account_reset_password_from_key", "engagement:message_write"}
# 204 sends the whole page to the sign-in (HX-Redirect).
REFUSED = {204, 302, 401, 403, 404, 405}


def named(door: Door) -> str:
    return door.name


def test_every_door_is_classified():
    known = PUBLIC | PERSONAL | PROGRAMS
    unknown = [door.name for door in doors() if not door.permission and door.name not in known]

    assert unknown == []


def test_the_public_list_names_only_doors_that_exist():
    names = {door.name for door in doors()}

    assert (PUBLIC | PERSONAL | PROGRAMS) - names <= {"theme"}
    assert [door.name for door in doors() if door.permission and door.name in PUBLIC | PERSONAL] == []


def tried(client: Client, door: Door, *methods: str, **headers: str) -> set[int]:
    """What these are answered; whatever they did is taken back, the sign-in too."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answers = {getattr(client, method)(door.address, headers=headers).status_code for method in methods}
        transaction.set_rollback(True)
    client.cookies = cookies
    return answers


@by_name(("headers", "methods"), [({}, METHODS), ({"HX-Request": "true"}, METHODS[:2])], ids=["page", "part"])
def test_nobody_comes_in_without_signing_in(client: Client, shop, headers: dict[str, str], methods):
    answers = {door.name: tried(client, door, *methods, **headers) for door in CLOSED}

    assert {name: found for name, found in answers.items() if not found <= REFUSED} == {}


def come_in(client: Client, person: User) -> None:
    """Signed in, and seen: else each look that is taken back would write down anew that they are here."""
    client.force_login(person)
    assert client.get("/me/").status_code == 200


@by_name("role", list(Role), ids=str)
def test_a_role_opens_just_the_doors_of_its_permissions(client: Client, shop, request, role: Role):
    come_in(client, request.getfixturevalue(CAST[role]))
    # What the owner gets is looked at below, with all else that a look at every page can show.
    methods = ("post",) if role == Role.OWNER else ("get", "post")

    answers = {door: tried(client, door, *methods) for door in GUARDED}

    may = ROLE_PERMISSIONS[role]
    wrong = {
        door.name: found
        for door, found in answers.items()
        if (found == {403}) == (door.permission in may) or 500 in found
    }
    assert wrong == {}


def leaves_a_trace(client: Client, door: Door) -> bool:
    before = written(beside=PASSING)
    client.get(door.address)
    return written(beside=PASSING) != before


def test_nothing_is_sent_without_its_token(olga):
    strict = Client(enforce_csrf_checks=True)
    come_in(strict, olga)

    answers = {door: tried(strict, door, "post") for door in CLOSED}

    # To a program's door a session is no key at all.
    refused = {door: {401} if door.name in PROGRAMS else {403, 405} for door in CLOSED}
    assert {door.name: found for door, found in answers.items() if not found <= refused[door]} == {}


@by_name("door", [door for door in doors() if door.name in PROGRAMS], ids=named)
def test_a_program_needs_a_key_and_a_session_is_none(client: Client, olga, door: Door):
    client.force_login(olga)

    for method in METHODS:
        answer = getattr(client, method)(f"{door.address}?token=rgl_aaaaaaaa_{'x' * 43}")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'
        assert "Set-Cookie" not in answer.headers


def wrong_headers(response: HttpResponse, *, may_be_kept: bool) -> list[str]:
    """What an answer carries that it must not, or lacks."""
    policy = response.headers.get("Content-Security-Policy", "")
    rules = {
        "policy": "default-src 'none'" in policy and "unsafe" not in policy,
        "sniffing": response.headers.get("X-Content-Type-Options") == "nosniff",
        "opener": response.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "keeping": may_be_kept or "no-store" in response.headers.get("Cache-Control", ""),
        "server": "Server" not in response.headers,
    }
    return [name for name, is_kept in rules.items() if not is_kept]


def test_looking_changes_nothing_and_answers_carry_the_headers_of_the_house(client: Client, olga, anna):
    come_in(client, olga)
    looked_at = [door for door in doors() if door.name != "account_logout"]
    for door in looked_at:
        if door.name in AT_FIRST:
            client.get(door.address)
    before = written(beside=PASSING)

    answers = {door.name: client.get(door.address) for door in looked_at}
    for door in looked_at:
        for method in ("head", "options"):
            getattr(client, method)(door.address)

    # Asked once for all, because it takes longer than looking; then whose fault it was.
    after = written(beside=PASSING)
    changed = [table for table in before if after[table] != before[table]]
    guilty = [door.name for door in looked_at if changed and leaves_a_trace(client, door)]
    answers["account_logout"] = client.get(next(door.address for door in doors() if door not in looked_at))
    headers = {name: wrong_headers(answers[name], may_be_kept=name == "security_txt") for name in answers}
    wrong = {name: found for name, found in headers.items() if found}
    closed = [door.name for door in GUARDED if answers[door.name].status_code in {403, 500}]
    assert (changed, guilty, wrong, closed) == ([], [], {}, [])


def test_nul_bytes_are_a_bad_request(client: Client, olga):
    client.force_login(olga)

    answers = {door.name: client.get(f"{door.address}?q=%00").status_code for door in GUARDED}

    assert {name: found for name, found in answers.items() if found != 400} == {}


def test_a_pin_gives_at_most_staff_rights():
    from crm.shop.permissions import permissions_of

    by_pin = permissions_of(Role.OWNER, by_pin=True)

    assert by_pin <= ROLE_PERMISSIONS[Role.STAFF]
    assert not by_pin & {Permission.STAFF_MANAGE, Permission.SETTINGS_EDIT, Permission.IMPORT_RUN}
