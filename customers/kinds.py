"""What can stand on the timeline: a socket that each floor fills from `ready()`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.shop.permissions import Permission


@dataclass(frozen=True)
class Kind:
    """One kind of line: its word, its icon, where `about` opens, and whether staff log it by hand.

    What the shop did alone (`is_ours`) says nothing about when somebody was last here. `chip` is the filter
    above the stream that shows it beside "Everything".
    """

    key: str
    label: str | Promise
    icon: str
    url_name: str = ""
    by_hand: bool = False
    permission: Permission | None = None  # who may open `about`; None: whoever sees the line
    is_ours: bool = False
    chip: str = ""


_KINDS: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind known; registering the same one twice changes nothing."""
    known = _KINDS.setdefault(kind.key, kind)
    if known != kind:
        raise ValueError(f"The timeline kind {kind.key} is already taken.")


def kind_of(key: str) -> Kind:
    """The kind behind a stored key; a key nobody registered still shows, as itself."""
    return _KINDS.get(key) or Kind(key, key, "circle")


def kinds_by_hand() -> list[Kind]:
    """What staff can log at the counter, in the order of the chips."""
    return [kind for kind in _KINDS.values() if kind.by_hand]


def kinds_under(chip: str) -> tuple[str, ...]:
    """The keys of what says itself that it belongs under this filter."""
    return tuple(kind.key for kind in _KINDS.values() if chip and kind.chip == chip)


def kinds_of_ours() -> list[str]:
    """The keys of what the shop did alone."""
    return [kind.key for kind in _KINDS.values() if kind.is_ours]


VISIT = Kind("visit", _("Visit"), "store", by_hand=True)
CALL = Kind("call", _("Call"), "phone", by_hand=True)
QUESTION = Kind("question", _("Question"), "circle-question-mark", by_hand=True)
COMPLIMENT = Kind("compliment", _("Compliment"), "heart", by_hand=True)
COMPLAINT_HINT = Kind("complaint_hint", _("Complaint"), "frown", by_hand=True)
NOTE = Kind("note", _("Note"), "sticky-note", by_hand=True, is_ours=True)
EMAIL = Kind("email", _("E-mail"), "mail", by_hand=True)
MESSAGE = Kind("message", _("Message"), "message-circle", by_hand=True)
SOCIAL = Kind("social", _("Social media"), "at-sign", by_hand=True)
LETTER = Kind("letter", _("Letter"), "mailbox", by_hand=True)
ASKED_DID_NOT_BUY = Kind("asked_did_not_buy", _("Asked, did not buy"), "shopping-bag", by_hand=True)
THANK_YOU = Kind("thank_you", _("Thank-you"), "hand-heart", by_hand=True, is_ours=True)
RECOMMENDED = Kind("recommended", _("Recommended us"), "megaphone")
# Each opens the other one's page, and names nobody: names are looked up when they are shown.
REFERRAL = Kind("referral", _("Sent by a friend"), "users", "customers:customer_detail")
SENT_A_FRIEND = Kind(
    "sent_a_friend", _("Sent us a friend"), "users", "customers:customer_detail", is_ours=True
)
_MERGE = ("customers:merge_detail", False, Permission.CUSTOMER_MERGE, True)
MERGED = Kind("merged", _("Two records put together"), "merge", *_MERGE)
TAKEN_APART = Kind("taken_apart", _("Taken apart again"), "split", *_MERGE)
PURCHASE = Kind("purchase", _("Purchase"), "receipt", "customers:purchase_detail")
REFUND = Kind("refund", _("Refund"), "undo-2", "customers:purchase_detail")

OWN_KINDS = (
    VISIT,
    CALL,
    QUESTION,
    COMPLIMENT,
    COMPLAINT_HINT,
    NOTE,
    EMAIL,
    MESSAGE,
    SOCIAL,
    LETTER,
    ASKED_DID_NOT_BUY,
    THANK_YOU,
    RECOMMENDED,
    REFERRAL,
    SENT_A_FRIEND,
    MERGED,
    TAKEN_APART,
    PURCHASE,
    REFUND,
)


def register_own_kinds() -> None:
    for kind in OWN_KINDS:
        register_kind(kind)
