"""A signed time on a form that anybody may open: no cookie, no account, and nobody can make one up."""

import secrets
import time
from dataclasses import dataclass
from typing import Self

from django.core import signing

SALT = "engagement.stamp"
A_DAY = 24 * 3600


@dataclass(frozen=True)
class Stamp:
    """When a form was opened, and a key that makes sending it twice count once."""

    key: str
    at: int

    @classmethod
    def new(cls) -> Self:
        return cls(secrets.token_urlsafe(9), int(time.time()))

    @classmethod
    def read(cls, text: str, *, oldest: int = A_DAY) -> Self | None:
        """The one that was given out; None when it is forged, or too old."""
        try:
            key, at = signing.loads(text, salt=SALT, max_age=oldest)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return cls(key, at)

    @property
    def seconds(self) -> int:
        """How long the form has been open."""
        return int(time.time()) - self.at

    def __str__(self) -> str:
        return signing.dumps([self.key, self.at], salt=SALT)
