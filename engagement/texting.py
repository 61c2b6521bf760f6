"""A text or chat message that staff send from their own phone: its words, its links, or why there are none.

The shop sends nothing here: the link opens the phone's own program with the words in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.consent_state import State
from customers.models import ConsentChannel, Customer
from engagement.field_values import name_to_greet
from engagement.merge_fields import FIELD, cleaned
from engagement.models import EmailTemplate, MessageClass, Preference, SkipReason
from engagement.rendering.blocks import LINE
from engagement.rendering.prose import as_text

# Longer ones are letters; and what needs a voucher or a secret link belongs into a mail.
LONGEST = 480
FIELDS = {"first_name", "name", "shop", "colleague"}
ASKING = {MessageClass.SURVEY, MessageClass.REVIEW}


@dataclass(frozen=True)
class Wording:
    """What may be sent, and what it is before the law."""

    title: str | Promise
    words: str | Promise
    message_class: str = MessageClass.TRANSACTIONAL
    topic: str = ""


GREETING = Wording(
    _("A greeting"), _("Hello {{ first_name|there }}, this is {{ colleague }} from {{ shop }}. ")
)
OWN = (
    GREETING,
    Wording(
        _("It is here"),
        _("Hello {{ first_name|there }}, what you are waiting for is here. {{ colleague }}, {{ shop }}"),
    ),
    Wording(
        _("Please call us back"),
        _("Hello {{ first_name|there }}, please call us when you have a moment. {{ colleague }}, {{ shop }}"),
    ),
)


@dataclass(frozen=True)
class Text:
    """One wording, filled in for a customer; without links where something is against it."""

    title: str
    words: str
    why_not: str
    number: str

    @property
    def sms(self) -> str:
        """Both phones' programs read this way of writing it."""
        return f"sms:{self.number}?&body={quote(self.words, safe='')}"

    @property
    def whatsapp(self) -> str:
        return f"https://wa.me/{self.number.removeprefix('+')}?text={quote(self.words, safe='')}"


def wordings() -> list[Wording]:
    """Ours, and the shop's own that are short and plain enough; a phone knows neither bold nor links."""
    found = EmailTemplate.objects.in_use().filter(is_for_once=False).exclude(current=None)
    theirs = [
        Wording(template.name, as_text(template.current.body), template.message_class, template.topic)
        for template in found.select_related("current")
        if template.current and is_short_and_plain(template.current.body)
    ]
    return [*OWN, *theirs]


def is_short_and_plain(words: str) -> bool:
    """Can a text message hold these words?"""
    used = {match[1] for match in FIELD.finditer(words)}
    return len(words) <= LONGEST and used <= FIELDS and not LINE.search(words)


def filled(words: str, customer: Customer, *, shop: str, colleague: str) -> str:
    """The words with their fields; whatever somebody is called stays words."""
    known = {
        "first_name": name_to_greet(customer.preferred_name, customer.given_name),
        "name": name_to_greet(customer.full_name, customer.preferred_name, customer.company),
        "shop": shop,
        "colleague": colleague,
    }
    return FIELD.sub(lambda match: _value(known, match[1]) or match[2] or "", words)


def why_no_text(
    customer: Customer,
    number: str,
    wording: Wording,
    *,
    state: State,
    wishes: Preference | None,
    now: datetime,
) -> str:
    """What is against it, in words; empty where nothing is. A no to one topic is no yes to another."""
    if not number:
        return str(_("We have no phone number of theirs"))
    reason = _reason(customer, wording, state, wishes, now)
    return str(SkipReason(reason).label) if reason else ""


def _reason(
    customer: Customer, wording: Wording, state: State, wishes: Preference | None, now: datetime
) -> SkipReason | None:
    if customer.do_not_disturb_since is not None:
        return SkipReason.DO_NOT_DISTURB
    if wording.message_class == MessageClass.TRANSACTIONAL:
        return SkipReason.OPTED_OUT if _wants_no_texts(state) else None
    if wishes and wishes.is_paused(now):
        return SkipReason.PAUSED
    if wishes and wishes.never_ask and wording.message_class in ASKING:
        return SkipReason.OPTED_OUT
    answer = state.get((ConsentChannel.TEXT, wording.topic))
    if answer is None:
        return SkipReason.NO_LEGAL_BASIS
    return None if answer.is_given else SkipReason.OPTED_OUT


def _wants_no_texts(state: State) -> bool:
    """They were asked about text messages, and never said yes."""
    told = [answer.is_given for (channel, _topic), answer in state.items() if channel == ConsentChannel.TEXT]
    return bool(told) and not any(told)


def _value(known: Mapping[str, str], name: str) -> str:
    return cleaned(name, known.get(name, ""))
