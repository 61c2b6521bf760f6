"""What counts as speaking well of the shop: a socket that each floor fills from `ready()`.

A floor above registers its kind (a referral, a review, a testimonial, a promoter's score) and calls
`record_evidence` when there is one; the cycle needs to know no more.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class EvidenceKind:
    """One kind of sign: its word, its icon, and where `about` opens."""

    key: str
    label: str | Promise
    icon: str
    url_name: str = ""


_KINDS: dict[str, EvidenceKind] = {}


def register_evidence(kind: EvidenceKind) -> None:
    """Make a kind known; registering the same one twice changes nothing."""
    if _KINDS.setdefault(kind.key, kind) != kind:
        raise ValueError(f"The kind of evidence {kind.key} is already taken.")


def evidence_kind(key: str) -> EvidenceKind:
    """The kind behind a stored key; a key nobody registered still shows, as itself."""
    return _KINDS.get(key) or EvidenceKind(key, key, "megaphone")


WORD_OF_MOUTH = EvidenceKind("word_of_mouth", _("Recommended us"), "megaphone")
SENT_A_FRIEND = EvidenceKind("referral", _("Sent us a friend"), "users")
for kind in (WORD_OF_MOUTH, SENT_A_FRIEND):
    register_evidence(kind)
