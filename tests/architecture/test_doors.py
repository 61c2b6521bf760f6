"""Every door is guarded, or public on purpose (S03, S05, S17, S18, S24, S26, S37)."""

import pytest
from django.test import Client

from crm.shop.permissions import ROLE_PERMISSIONS, Permission, Role
from tests.architecture.doors import PERSONAL, PROGRAMS, PUBLIC, Door, doors
from tests.written import written

METHODS = ("get", "post", "put", "patch", "delete")
GUARDED = [door for door in doors() if door.permission]
CLOSED = [door for door in doors() if door.name not in PUBLIC]
by_name = pytest.mark.parametrize
# Whoever looks leaves a trace of the looking; refusals may be noted.
PASSING = frozenset(
    ("django_session", "shop_cache", "usersessions_usersession", "shop_signinbucket", "shop_auditentry")
)
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


@by_name("door", CLOSED, ids=named)
@by_name("headers", [{}, {"HX-Request": "true"}], ids=["page", "part"])
def test_nobody_comes_in_without_signing_in(client: Client, shop, door: Door, headers: dict[str, str]):
    answers = {getattr(client, method)(door.address, headers=headers).status_code for method in METHODS}

    assert answers <= REFUSED


@by_name("door", GUARDED, ids=named)
@by_name("role", list(Role), ids=str)
def test_a_role_opens_just_the_doors_of_its_permissions(
    client: Client, shop, request, door: Door, role: Role
):
    person = {"owner": "olga", "manager": "mark", "staff": "mira", "seasonal": "sam", "viewer": "vera"}[role]
    client.force_login(request.getfixturevalue(person))

    answers = {client.get(door.address).status_code, client.post(door.address).status_code}

    may = door.permission in ROLE_PERMISSIONS[role]
    assert (answers == {403}) == (not may), answers
    assert not answers & {500}


@by_name("door", [door for door in doors() if door.name not in {"account_logout"}], ids=named)
def test_looking_changes_nothing(client: Client, olga, anna, door: Door):
    client.force_login(olga)
    client.get(door.address)
    before = written(beside=PASSING)

    for method in ("get", "head", "options"):
        getattr(client, method)(door.address)

    assert written(beside=PASSING) == before


@by_name("door", CLOSED, ids=named)
def test_nothing_is_sent_without_its_token(olga, door: Door):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(olga)

    # To a program's door a session is no key at all.
    refused = {401} if door.name in PROGRAMS else {403, 405}
    assert strict.post(door.address).status_code in refused


@by_name("door", [door for door in doors() if door.name in PROGRAMS], ids=named)
def test_a_program_needs_a_key_and_a_session_is_none(client: Client, olga, door: Door):
    client.force_login(olga)

    for method in METHODS:
        answer = getattr(client, method)(f"{door.address}?token=rgl_aaaaaaaa_{'x' * 43}")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'
        assert "Set-Cookie" not in answer.headers


@by_name("door", doors(), ids=named)
def test_every_answer_carries_the_headers_of_the_house(client: Client, olga, door: Door):
    client.force_login(olga)

    response = client.get(door.address)

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    if door.name not in {"security_txt"}:
        assert "no-store" in response.headers["Cache-Control"]
    assert "Server" not in response.headers


@by_name("door", GUARDED, ids=named)
def test_nul_bytes_are_a_bad_request(client: Client, olga, door: Door):
    client.force_login(olga)

    assert client.get(f"{door.address}?q=%00").status_code == 400


def test_a_pin_gives_at_most_staff_rights():
    from crm.shop.permissions import permissions_of

    by_pin = permissions_of(Role.OWNER, by_pin=True)

    assert by_pin <= ROLE_PERMISSIONS[Role.STAFF]
    assert not by_pin & {Permission.STAFF_MANAGE, Permission.SETTINGS_EDIT, Permission.IMPORT_RUN}
