"""What must be read again but not out of the database or a backup: sealed with the SECRET_KEY."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotBeRead(Exception):
    """It was sealed with a key that is in force no more, as on another machine."""


def seal(text: str, *, purpose: str) -> str:
    """The text, unreadable without the SECRET_KEY."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """The text again, also when the key was changed in between. Raises CannotBeRead."""
    try:
        return _cipher(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as problem:
        raise CannotBeRead from problem


def _cipher(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(purpose.encode() + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
