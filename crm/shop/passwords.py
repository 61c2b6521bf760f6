"""What makes a password good enough: its length, and that nobody guesses it. No rules about its letters."""

import re

from allauth.mfa.adapter import get_adapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.shop.models import ShopSettings

AS_ONLY_FACTOR = 15
BESIDE_A_SECOND_FACTOR = 8
SECOND_FACTORS = ("totp", "webauthn")
PRODUCT_WORDS = ("regulars", "customer", "password")
# Everybody who ever saw the demo knows it.
PUBLIC_PASSWORD = "a friendly little shop"  # noqa: S105 - public on purpose
NOT_A_WORD = re.compile(r"[^\w]+|_+")


def has_second_factor(person: AbstractBaseUser | None) -> bool:
    """Does signing in as this person take more than the password?"""
    if person is None or person.pk is None:
        return False
    return bool(get_adapter().is_mfa_enabled(person, types=SECOND_FACTORS))


def shortest_for(person: AbstractBaseUser | None) -> int:
    """How many characters this person's password must have."""
    return BESIDE_A_SECOND_FACTOR if has_second_factor(person) else AS_ONLY_FACTOR


class LongEnough:
    """15 characters when the password stands alone, 8 beside a second factor."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse a password that is too short."""
        shortest = shortest_for(user)
        if len(password) < shortest:
            message = ngettext(
                "At least %(count)d character, please. A short sentence is easy to remember.",
                "At least %(count)d characters, please. A short sentence is easy to remember.",
                shortest,
            )
            raise ValidationError(message, code="password_too_short", params={"count": shortest})

    def get_help_text(self) -> str:
        """Shown before anybody types."""
        return _(
            "At least 15 characters, or 8 when you also use a second factor. A sentence is easy to remember."
        )


class NotTheShopsWords:
    """Not made of what everybody in the street knows: the shop's name, your own, the product's."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse a password in which nothing is left once the known words are taken out."""
        if password.casefold().strip() == PUBLIC_PASSWORD:
            words = _("This is the demo's password. Everybody knows it.")
            raise ValidationError(words, code="password_is_public")
        everything = NOT_A_WORD.sub("", password.casefold())
        rest = everything
        for word in sorted(known_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        is_made_of_them = rest != everything and len(re.sub(r"\d", "", rest)) < 4
        if is_made_of_them or len(set(password)) < 4:
            raise ValidationError(
                _("This is easy to guess for anybody who knows the shop. Please choose something else."),
                code="password_is_known",
            )

    def get_help_text(self) -> str:
        """Shown before anybody types."""
        return _("Not the name of the shop, and not your own.")


def known_words(person: AbstractBaseUser | None) -> set[str]:
    """The words a stranger would try first, without blanks and small."""
    shop = ShopSettings.current()
    sources = [getattr(person, "name", ""), getattr(person, "email", ""), *(_names_of(shop) if shop else ())]
    parts = {part for source in sources for part in NOT_A_WORD.split(source.casefold())}
    return {part for part in parts | set(PRODUCT_WORDS) if len(part) >= 3}


def _names_of(shop: ShopSettings) -> tuple[str, str]:
    return shop.name, shop.legal_name
