"""A mail as somebody would get it, before it is sent to anybody: nothing is written down for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation

from crm.shop.models import ShopSettings, User
from customers.models import Customer, Email
from engagement.composing import why_you_get_this
from engagement.field_values import fields_of, words_of
from engagement.merge_fields import FIELD, FIELDS, Holds, cleaned, examples, examples_beside_the_customer
from engagement.models import Brand, Message
from engagement.own_fields import own_examples
from engagement.rendering import Frame, Rendering, Words, render


@dataclass(frozen=True)
class Missing:
    """How many customers have nothing to stand in a field, and what stands there instead."""

    field: str
    count: int
    instead: str  # empty: they would get no mail


def good_example() -> Customer | None:
    """Somebody to look at a mail as: with a name, an address and, if we can, a purchase."""
    named = Customer.objects.exclude(given_name="").filter(pk__in=Email.objects.values("customer"))
    bought = named.filter(last_purchase_at__isnull=False).order_by("-last_purchase_at", "-pk")
    return bought.first() or named.order_by("-pk").first()


def preview(
    words: Words,
    topic: str,
    *,
    reader: Customer | None,
    shop: ShopSettings,
    by: User,
    context: Mapping[str, str] | None = None,
) -> Rendering:
    """The mail, with what only it would know (`context`). Raises ValueError when no mail comes out of it."""
    message = Message(message_class=words.message_class, topic=topic, created_by=by)
    message.own_subject, message.own_body = words.subject, words.body
    language = (reader.language if reader else "") or shop.language
    with translation.override(language):
        frame = Frame(
            shop_name=shop.name,
            legal_name=shop.legal_name,
            legal_footer=shop.legal_footer,
            reason=why_you_get_this(message, shop),
            preferences_url="",
            unsubscribe_url="",
            language=language,
            is_sample=True,
        )
        fields = _fields(message, reader, shop)
        own = {name: cleaned(name, value) for name, value in (context or {}).items()}
        return render(words, fields | own, Brand.current(), frame)


def who_misses_what(*texts: str) -> list[Missing]:
    """For each field of the customer in these words: how many have none."""
    nameless = Customer.objects.filter(given_name="", preferred_name="")
    without = {"first_name": nameless, "name": nameless.filter(family_name="", company="")}
    used = {found[0]: found[1] for text in texts for found in FIELD.findall(text) if found[0] in without}
    reachable = Email.objects.values("customer")
    counted = [
        Missing(name, without[name].filter(pk__in=reachable).count(), instead)
        for name, instead in used.items()
    ]
    return [missing for missing in counted if missing.count]


def _fields(message: Message, reader: Customer | None, shop: ShopSettings) -> dict[str, str]:
    """What we know of this reader; where the mail itself would know, an example."""
    # Secret links are made for mails that leave, never for a look.
    links = {name: words for name, words in examples().items() if FIELDS[name].holds == Holds.LINK}
    own = own_examples(*words_of(message))
    if reader is None:
        return examples() | own | {"shop": shop.name}
    known = fields_of(message, reader, shop, links)
    return examples_beside_the_customer() | {name: value for name, value in known.items() if value}
