"""Fifty at once count as fifty (S12). A module of its own: these tests commit."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from crm.shop.models import User

AtOnce = Callable[[int, Callable[[int], object]], list[object]]


@pytest.mark.usefixtures("real_commits")
def test_fifty_wrong_sign_ins_at_once_reach_the_hasher_ten_times(
    at_once: AtOnce, olga: User, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # type: ignore[attr-defined]
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 100)
    olga.set_password("correct horse battery staple")
    olga.save()
    hashed = Counter[str]()
    verify = PBKDF2PasswordHasher.verify

    def counted(self: PBKDF2PasswordHasher, password: str, encoded: str) -> bool:
        hashed["verify"] += 1
        return verify(self, password, encoded)

    monkeypatch.setattr(PBKDF2PasswordHasher, "verify", counted)
    statuses = at_once(50, lambda number: _wrong_sign_in(f"203.0.113.{number}"))

    assert hashed["verify"] == 10
    assert Counter(statuses) == {200: 10, 429: 40}


def _wrong_sign_in(address: str) -> int:
    client = Client(REMOTE_ADDR=address)
    answer = client.post("/account/login/", {"login": "olga@shop.example", "password": "wrong"})
    return answer.status_code
