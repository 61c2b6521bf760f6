"""The people who work here."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from crm.shop import hand_over
from crm.shop.actions.staff import LastOwnerStays, deactivate_person, edit_person, state_of_person
from crm.shop.models import AuditEntry, User
from crm.shop.permissions import Role

Browser = Callable[[User], Client]
PASSWORD = "correct horse battery staple"


def form_of(person: User, **changes: str) -> dict[str, str]:
    shown = {"name": person.name, "email": person.email, "role": person.role}
    return shown | {"state": state_of_person(person)} | changes


def edited(person: User, by: User, **changes: str) -> User:
    return edit_person(person, **form_of(person, **changes), by=by)


def test_staff_edit_changes_name_and_role_and_leaves_history(proven: Browser, olga: User, mira: User) -> None:
    response = proven(olga).post(f"/staff/{mira.pk}/", form_of(mira, name="Mira Bell", role="manager"))

    assert response.status_code == 302
    mira.refresh_from_db()
    assert (mira.name, mira.role) == ("Mira Bell", Role.MANAGER)
    entry = AuditEntry.objects.get(verb="user.edited")
    assert (entry.actor, entry.about, entry.fields) == ("Olga", f"shop.user:{mira.pk}", ["name", "role"])


def test_staff_edit_asks_for_the_password_again(browser: Browser, olga: User, mira: User) -> None:
    response = browser(olga).post(f"/staff/{mira.pk}/", form_of(mira, role="owner"))

    assert response.headers["Location"].startswith("/account/reauthenticate/")
    mira.refresh_from_db()
    assert mira.role == Role.STAFF


def test_the_proof_is_too_old_after_ten_minutes(proven: Browser, olga: User, mira: User) -> None:
    from datetime import timedelta

    import time_machine
    from django.utils import timezone

    client = proven(olga)
    assert client.get(f"/staff/{mira.pk}/").status_code == 200

    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1), tick=False):
        assert client.get(f"/staff/{mira.pk}/").status_code == 302


def test_staff_edit_twice_changes_nothing(proven: Browser, olga: User, mira: User) -> None:
    client, form = proven(olga), form_of(mira, name="Mira Bell")

    client.post(f"/staff/{mira.pk}/", form)
    response = client.post(f"/staff/{mira.pk}/", form)

    assert response.status_code == 302
    assert AuditEntry.objects.filter(verb="user.edited").count() == 1


def test_staff_edit_of_something_newer_is_refused_and_keeps_what_was_typed(
    proven: Browser, olga: User, mira: User
) -> None:
    form = form_of(mira, name="Mira B.")
    edited(mira, olga, name="Mira Bell")

    client = proven(olga)
    response = client.post(f"/staff/{mira.pk}/", form)

    assert response.status_code == 409
    assert b"Mira Bell" in response.content
    assert b'value="Mira B."' in response.content
    newer = response.context["form"]["state"].value()
    assert client.post(f"/staff/{mira.pk}/", form | {"state": newer}).status_code == 302


def test_staff_edit_changes_the_address_to_sign_in_with(
    proven: Browser, browser: Browser, client: Client, olga: User, mira: User, waiting_jobs, mailoutbox
) -> None:
    old, theirs = mira.email, browser(mira)
    theirs.get("/me/")
    EmailAddress.objects.create(user=mira, email=old, verified=True, primary=True)
    owner, form = proven(olga), form_of(mira, email="Mira.Bell@Shop.example")

    answers = [owner.post(f"/staff/{mira.pk}/", form).status_code for _ in range(2)]
    waiting_jobs()
    with_old = client.post("/account/login/", {"login": old, "password": PASSWORD})
    with_new = client.post("/account/login/", {"login": "mira.bell@shop.example", "password": PASSWORD})

    assert answers == [302, 302]
    assert theirs.get("/me/").status_code == 302
    assert (with_old.status_code, with_new.status_code) == (200, 302)
    assert [entry.fields for entry in AuditEntry.objects.filter(verb="user.edited")] == [["email"]]
    assert [mail.to for mail in mailoutbox] == [["mira.bell@shop.example"]]


def test_staff_edit_refuses_an_address_somebody_else_has(
    proven: Browser, olga: User, mira: User, otto: User
) -> None:
    response = proven(olga).post(f"/staff/{mira.pk}/", form_of(mira, email=otto.email.upper()))

    assert response.status_code == 422
    assert "Somebody else signs in with this address." in response.content.decode()
    assert not AuditEntry.objects.filter(verb="user.edited").exists()


def test_the_owner_changes_their_own_address(proven: Browser, olga: User) -> None:
    client = proven(olga)

    client.post(f"/staff/{olga.pk}/", form_of(olga, email="olga@elsewhere.example"))

    olga.refresh_from_db()
    assert olga.email == "olga@elsewhere.example"
    assert client.get("/staff/").status_code == 302


@pytest.mark.parametrize(("who", "offers"), [("olga", True), ("mira", False)])
def test_my_account_says_who_can_change_my_address(
    browser: Browser, request: pytest.FixtureRequest, who: str, offers: bool
) -> None:
    person = request.getfixturevalue(who)

    page = browser(person).get("/me/").content.decode()

    assert (f'href="/staff/{person.pk}/"' in page, "The owner can change it." in page) == (offers, not offers)


def test_staff_edit_with_mistakes_comes_back(proven: Browser, olga: User, mira: User) -> None:
    response = proven(olga).post(f"/staff/{mira.pk}/", form_of(mira, name="", role="king"))

    assert response.status_code == 422


def test_a_new_role_signs_out(proven: Browser, browser: Browser, olga: User, mira: User) -> None:
    theirs = browser(mira)
    theirs.get("/me/")

    proven(olga).post(f"/staff/{mira.pk}/", form_of(mira, role="viewer"))

    assert theirs.get("/me/").status_code == 302


def test_the_last_owner_stays(proven: Browser, olga: User) -> None:
    client = proven(olga)

    assert client.post(f"/staff/{olga.pk}/", form_of(olga, role="staff")).status_code == 422
    refused = client.post(f"/staff/{olga.pk}/deactivate/")
    assert refused.status_code == 422
    assert b"needs an owner" in refused.content
    olga.refresh_from_db()
    assert (olga.role, olga.is_active) == (Role.OWNER, True)
    with pytest.raises(LastOwnerStays):
        deactivate_person(olga, by=olga)


@pytest.mark.parametrize("path", ["", "{pk}/", "{pk}/deactivate/", "invite/"])
@pytest.mark.parametrize("who", ["mark", "mira", "sam", "vera"])
def test_staff_pages_are_the_owners(
    browser: Browser, request: pytest.FixtureRequest, otto: User, who: str, path: str
) -> None:
    client = browser(request.getfixturevalue(who))

    assert client.get(f"/staff/{path.format(pk=otto.pk)}").status_code == 403
    assert client.post(f"/staff/{path.format(pk=otto.pk)}").status_code in {403, 405}


def test_staff_of_unknown_number_is_not_found(proven: Browser, olga: User) -> None:
    client = proven(olga)

    assert client.get("/staff/0/").status_code == 404
    assert client.post("/staff/0/deactivate/").status_code == 404
    assert client.post("/staff/0/reactivate/").status_code == 404


def test_deactivate_hands_open_work_over(
    proven: Browser, olga: User, mira: User, otto: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[tuple[User, User | None, User | None]] = []

    def hand(person: User, to: User | None, by: User | None) -> int:
        handed.append((person, to, by))
        return 12

    monkeypatch.setattr(hand_over, "_HAND_OVERS", {"customers": hand})

    client = proven(olga)
    assert client.get(f"/staff/{mira.pk}/deactivate/").status_code == 200
    response = client.post(f"/staff/{mira.pk}/deactivate/", {"to": otto.pk})
    client.post(f"/staff/{mira.pk}/deactivate/", {"to": otto.pk})

    assert response.status_code == 302
    mira.refresh_from_db()
    assert not mira.is_active
    assert mira.deactivated_at is not None
    assert handed == [(mira, otto, olga)]
    assert AuditEntry.objects.get(verb="user.deactivated").counts == {"customers": 12}


def test_deactivate_refuses_a_stranger_as_heir(proven: Browser, olga: User, mira: User) -> None:
    assert proven(olga).post(f"/staff/{mira.pk}/deactivate/", {"to": mira.pk}).status_code == 422


def test_hands_over_takes_one_function_per_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand_over, "_HAND_OVERS", {})
    hand_over.hands_over("customers")(lambda *_people: 0)

    with pytest.raises(ValueError, match="customers"):
        hand_over.hands_over("customers")(lambda *_people: 1)


def test_reactivate_lets_somebody_back_with_a_new_password(
    proven: Browser, client: Client, olga: User, mira: User
) -> None:
    deactivate_person(mira, by=olga)
    owner = proven(olga)

    assert owner.get(f"/staff/{mira.pk}/reactivate/").status_code == 405
    assert owner.post(f"/staff/{mira.pk}/reactivate/").status_code == 302
    owner.post(f"/staff/{mira.pk}/reactivate/")

    mira.refresh_from_db()
    assert mira.is_active
    assert not mira.has_usable_password()
    assert client.post("/account/login/", {"login": mira.email, "password": PASSWORD}).status_code == 200
    assert AuditEntry.objects.filter(verb="user.reactivated").count() == 1


@pytest.mark.parametrize("more", [1, 3])
def test_staff_list_costs_the_same_for_any_number(
    browser: Browser, olga: User, more: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(more):
        User.objects.create_user(
            f"person{number}@shop.example", None, name=f"Person {number}", is_active=number == 0
        )
    client = browser(olga)
    client.get("/staff/")

    # One of them is the owner's: whether mail had to stop.
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        assert b"Person 0" in client.get("/staff/").content


def test_staff_list_goes_on_after_fifty(browser: Browser, olga: User) -> None:
    User.objects.bulk_create(
        User(email=f"p{number}@shop.example", name=f"P{number:03}", is_active=number % 2 == 0)
        for number in range(60)
    )
    client = browser(olga)
    first = client.get("/staff/").context["page"]

    second = client.get("/staff/", {"after": first.next_cursor}).context["page"]

    assert (len(first.rows), len(second.rows)) == (50, 11)
    assert len({row.pk for row in [*first.rows, *second.rows]}) == 61
