"""From a planned mail to the mail as it leaves: words, links, headers."""

from dataclasses import dataclass
from email.utils import parseaddr
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from crm.shop.models import ShopSettings
from customers.models import ConsentTopic, Customer
from engagement.field_values import fields_of
from engagement.headers import SenderCard, headers_of, named_address, one_line, storable
from engagement.models import Brand, LinkPurpose, Message, MessageClass
from engagement.public_links import hiding, made_before, make_link
from engagement.rendering import Frame, Words, render
from engagement.reply_addresses import is_inbox_known
from engagement.turn import Manners, manners_of


@dataclass(frozen=True)
class Letterhead:
    """What all mails of the shop have in common; fetched once for many."""

    shop: ShopSettings
    brand: Brand
    manners: Manners

    @cached_property
    def sender_card(self) -> SenderCard:
        """The shop as headers name it."""
        name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        shown = self.brand.sender_name or self.shop.name or name
        host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
        reply_to = one_line(self.brand.reply_to, 254)
        sender = named_address(shown, address)
        return SenderCard(self.shop.name, sender, reply_to, host, has_inbox=is_inbox_known())


@dataclass(frozen=True)
class Composed:
    """A mail ready to be kept: marks stand in the place of secret links."""

    subject: str
    html: str
    text: str
    headers: dict[str, str]
    missing: tuple[str, ...]


def letterhead(shop: ShopSettings | None) -> Letterhead | None:
    """The shop's, or None before it is opened."""
    return Letterhead(shop, Brand.current(), manners_of(shop)) if shop else None


def compose(message: Message, customer: Customer | None, address: str, head: Letterhead) -> Composed:
    """Write one mail. Raises whatever is wrong with its words: then it is not sent."""
    with translation.override(message.language or head.shop.language):
        wishes = _preferences_address(message, customer)
        is_asked_for = message.message_class == MessageClass.TRANSACTIONAL
        frame = _frame(message, head, wishes, unsubscribe="" if is_asked_for else wishes)
        fields = fields_of(message, customer, head.shop, message.context)
        drawn = render(_words_of(message), fields, head.brand, frame)
        headers = {
            "From": head.sender_card.sender,
            "To": _recipient(message, customer, address),
            **headers_of(message, head.sender_card, frame.unsubscribe_url),
        }
    hide = hiding(message.own_links)
    return Composed(
        one_line(drawn.subject),
        hide(storable(drawn.html)),
        hide(storable(drawn.text)),
        {name: hide(value) for name, value in headers.items()},
        drawn.missing,
    )


def why_you_get_this(message: Message, shop: ShopSettings) -> str:
    """The sentence in the footer."""
    named = {"shop": shop.name}
    if message.staff_id is not None:
        return _("You get this mail because you work at %(shop)s.") % named
    if message.message_class == MessageClass.TRANSACTIONAL:
        return _("You get this mail because of something you asked %(shop)s for.") % named
    reasons = {
        ConsentTopic.NEWS: _("You get this mail because you wanted news from %(shop)s."),
        ConsentTopic.CARE: _("You get this mail because you bought something at %(shop)s."),
        ConsentTopic.TREATS: _("You get this mail because you are a customer of %(shop)s."),
        ConsentTopic.FEEDBACK: _("You get this mail because %(shop)s would like to know how it was."),
        ConsentTopic.REVIEWS: _("You get this mail because you bought something at %(shop)s."),
    }
    return reasons[ConsentTopic(message.topic or ConsentTopic.NEWS)] % named


def _words_of(message: Message) -> Words:
    version = message.template_version
    if version is None:
        return Words(message.own_subject, message.own_body, "", message.message_class)
    return Words(version.subject, version.body, version.text_body, message.message_class)


def _frame(message: Message, head: Letterhead, wishes: str, *, unsubscribe: str) -> Frame:
    return Frame(
        shop_name=head.shop.name,
        legal_name=head.shop.legal_name,
        legal_footer=head.shop.legal_footer,
        reason=why_you_get_this(message, head.shop),
        preferences_url=wishes,
        unsubscribe_url=unsubscribe,
        language=message.language or head.shop.language,
        is_test=message.is_test,
    )


def _preferences_address(message: Message, customer: Customer | None) -> str:
    """Their own page about mail; colleagues have none, and a test must not change anybody's wishes."""
    if customer is None or message.staff_id is not None:
        return ""
    return made_before(message, LinkPurpose.PREFERENCES) or make_link(
        LinkPurpose.PREFERENCES, customer=customer, message=message, topic=message.topic
    )


def _recipient(message: Message, customer: Customer | None, address: str) -> str:
    name = message.staff.name if message.staff else customer.full_name if customer else ""
    return named_address(name, one_line(address, 254))
