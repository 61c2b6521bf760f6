"""What somebody who reads a mail before it leaves would say about it."""

from dataclasses import dataclass

from django.utils.functional import Promise

SUBJECT, BODY, TEXT, BRAND, SHOP = "subject", "body", "text_body", "brand", "shop"


@dataclass(frozen=True)
class Finding:
    """One thing about the words; an error keeps them from leaving."""

    words: str | Promise
    is_error: bool = True
    where: str = BODY  # what to change: a field of the template, the brand, or the shop's own card

    def __str__(self) -> str:
        return str(self.words)


def advice(words: str | Promise, where: str = BODY) -> Finding:
    """It may leave like this; better would be better."""
    return Finding(words, is_error=False, where=where)
