"""Twenty PINs at once are five tries. A module of its own: these tests commit."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from crm.shop.actions.staff import LastOwnerStays, edit_person, state_of_person
from crm.shop.actions.till import TabletIsLocked, check_pin
from crm.shop.models import Device, User
from crm.shop.permissions import Role

AtOnce = Callable[[int, Callable[[int], object]], list[object]]


@pytest.mark.usefixtures("real_commits")
def test_twenty_wrong_pins_at_once_are_five_tries(
    at_once: AtOnce, tablet: Device, mira_with_pin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = Counter[str]()
    verify = MD5PasswordHasher.verify

    def counted(self: MD5PasswordHasher, password: str, encoded: str) -> bool:
        checked["verify"] += 1
        return verify(self, password, encoded)

    monkeypatch.setattr(MD5PasswordHasher, "verify", counted)

    def try_pin(number: int) -> str:
        try:
            return str(check_pin(tablet, mira_with_pin, f"{number:04}"))
        except TabletIsLocked:
            return "locked"

    answers = at_once(20, try_pin)

    assert checked["verify"] == 5
    assert Counter(answers) == {"False": 5, "locked": 15}


@pytest.mark.usefixtures("real_commits")
def test_two_owners_cannot_demote_each_other_at_once(at_once: AtOnce, olga: User, mark: User) -> None:
    User.objects.filter(pk=mark.pk).update(role=Role.OWNER)
    mark.refresh_from_db()
    pairs = [(olga, mark), (mark, olga)]

    def demote(number: int) -> str:
        by, other = pairs[number]
        try:
            edit_person(
                other,
                name=other.name,
                email=other.email,
                role=Role.STAFF,
                state=state_of_person(other),
                by=by,
            )
        except LastOwnerStays:
            return "refused"
        return "demoted"

    assert sorted(map(str, at_once(2, demote))) == ["demoted", "refused"]
    assert User.objects.owners().count() == 1
