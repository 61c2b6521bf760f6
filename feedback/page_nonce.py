"""A signed mark of one opened page: which invitation or code, when, what was chosen for the reader.

Nobody who has not opened the page can send one along, and it counts once.
"""

import secrets
import time
from dataclasses import dataclass
from typing import Self

from django.core import signing

SALT = "feedback.page_nonce"
OLDEST = 24 * 3600


@dataclass(frozen=True)
class PageNonce:
    """One page as it was opened."""

    about: int | str  # an invitation, or a code in the shop
    key: str
    at: float
    chosen: str = ""  # what the link in the mail chose beforehand

    @classmethod
    def new(cls, about: int | str, chosen: str = "") -> Self:
        return cls(about, secrets.token_urlsafe(12), round(time.time(), 2), chosen)

    @classmethod
    def read(cls, text: str, about: int | str) -> Self | None:
        """The one that was given out for this; None when it is forged, or too old."""
        try:
            known, key, at, chosen = signing.loads(text, salt=SALT, max_age=OLDEST)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return cls(known, key, at, chosen) if known == about else None

    @property
    def seconds(self) -> float:
        """How long the page has been open."""
        return time.time() - self.at

    def __str__(self) -> str:
        return signing.dumps([self.about, self.key, self.at, self.chosen], salt=SALT)
