"""A mail on the desk, with everything that a check may want to look at."""

from dataclasses import dataclass

from crm.shop.models import ShopSettings
from engagement.merge_fields import examples
from engagement.models import Brand, MessageClass
from engagement.own_fields import own_examples
from engagement.rendering import Frame, Rendering, Words, render

# Never opened: only looked for in the finished mail.
WISHES = "https://wishes.invalid/"


@dataclass(frozen=True)
class Sheet:
    """The words, who sends them, and the mail they make (None: they make none)."""

    words: Words
    brand: Brand
    shop: ShopSettings
    drawn: Rendering | None

    @property
    def is_asked_for(self) -> bool:
        """About something they asked for; everything else is advertising before the law."""
        return self.words.message_class == MessageClass.TRANSACTIONAL

    @property
    def everything(self) -> str:
        """All that is written, to look for words in it."""
        return "\n".join((self.words.subject, self.words.body, self.words.text_body))


def drawn_for_reading(words: Words, brand: Brand, shop: ShopSettings) -> Rendering | None:
    """The mail as it would be, to somebody of whom we know everything."""
    frame = Frame(
        shop_name=shop.name,
        legal_name=shop.legal_name,
        legal_footer=shop.legal_footer,
        reason="",
        preferences_url=WISHES,
        unsubscribe_url="" if words.message_class == MessageClass.TRANSACTIONAL else WISHES,
        language=shop.language,
    )
    try:
        return render(
            words, examples() | own_examples(words.subject, words.body, words.text_body), brand, frame
        )
    except ValueError:
        return None
