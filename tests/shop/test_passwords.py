"""Length and guessing decide, nothing else (S08, S09)."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from crm.shop.models import User
from crm.shop.passwords import has_second_factor


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "ein Satz mit Grüßen und Leerzeichen",
        "8374928374928374",
        "mehr als nur Kleinbuchstaben?",
        "x" + "yz w" * 40,
    ],
)
def test_validate_password_accepts_any_long_sentence(mira: User, password: str) -> None:
    validate_password(password, mira)


@pytest.mark.parametrize(
    "password",
    [
        "fourteen chars",
        "aaaaaaaaaaaaaaaaaaaa",
        "The Corner Shop 2026",
        "thecornershop-thecornershop",
        "Mira.Mira.Mira.Mira.1",
        "regularsregulars1",
    ],
)
def test_validate_password_refuses_short_and_guessable(mira: User, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, mira)


def test_validate_password_knows_the_common_ones(mira: User) -> None:
    TOTP.activate(mira, generate_totp_secret())

    with pytest.raises(ValidationError):
        validate_password("iloveyou1", mira)


def test_eight_characters_are_enough_beside_a_second_factor(mira: User) -> None:
    with pytest.raises(ValidationError):
        validate_password("kdm4 fwq", mira)
    TOTP.activate(mira, generate_totp_secret())

    assert has_second_factor(mira)
    validate_password("kdm4 fwq", mira)


def test_a_password_is_not_cut_off(client: Client, mira: User) -> None:
    long = "abcdefgh" * 15 + "1234567"
    mira.set_password(long + "8")
    mira.save()

    client.post("/account/login/", {"login": mira.email, "password": long + "9"})
    assert "_auth_user_id" not in client.session
    client.post("/account/login/", {"login": mira.email, "password": long + "8"})
    assert client.session["_auth_user_id"] == str(mira.pk)


def test_an_old_hash_becomes_argon2_at_the_next_sign_in(client: Client, mira: User, settings: object) -> None:
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    User.objects.filter(pk=mira.pk).update(
        password=make_password("correct horse battery staple", hasher="pbkdf2_sha256")
    )

    client.post("/account/login/", {"login": mira.email, "password": "correct horse battery staple"})

    mira.refresh_from_db()
    assert mira.password.startswith("argon2$argon2id$")


def test_a_short_password_without_second_factor_leads_to_a_longer_one(client: Client, mira: User) -> None:
    mira.set_password("kdm4 fwq")
    mira.save()
    client.post("/account/login/", {"login": mira.email, "password": "kdm4 fwq"})

    response = client.get("/me/")

    assert (response.status_code, response.headers["Location"]) == (302, "/account/password/change/")
