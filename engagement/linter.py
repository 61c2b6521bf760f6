"""What has to be put right before words may leave, and what would be better.

`problems_of` looks up the brand and the shop; everything else is pure: `read` and the checks.
"""

from collections.abc import Callable, Collection, Iterator

from django.utils.translation import gettext as _

from crm.shop.models import ShopSettings
from engagement.checks import law, look, wording
from engagement.checks.sheet import Sheet, drawn_for_reading
from engagement.finding import Finding
from engagement.merge_fields import FIELDS, used_fields
from engagement.models import Brand, EmailTemplateVersion, MessageClass
from engagement.rendering import Words
from engagement.rendering.blocks import blocks_of

__all__ = ["Finding", "problems_of", "read"]
CHECKS: tuple[Callable[[Sheet], Iterator[Finding]], ...] = (
    wording.is_there,
    wording.knows_its_fields,
    wording.can_be_drawn,
    wording.greets_everybody,
    wording.links_lead_somewhere,
    wording.subject_is_quiet,
    wording.text_says_as_much,
    law.says_who_writes,
    law.can_be_left,
    law.rewards_no_review,
    law.promotes_nothing_unasked,
    look.colours_can_be_read,
    look.pictures_have_words,
    look.is_light,
)


def problems_of(
    version: EmailTemplateVersion | None, message_class: str, *, given: Collection[str] | None = None
) -> list[Finding]:
    """Everything that is wrong with these words, or could be better.

    `given`: the merge fields that the sender fills, beside those of customer and shop; None asks nothing.
    """
    if version is None:
        return [Finding(_("There are no words for this mail."))]
    if message_class not in MessageClass.values:
        return [Finding(_("Nobody knows this kind of mail."))]
    words = Words(version.subject, version.body, version.text_body, message_class)
    shop = ShopSettings.current() or ShopSettings()
    return read(words, Brand.current(), shop) + list(_not_given(words, given))


def read(words: Words, brand: Brand, shop: ShopSettings) -> list[Finding]:
    """What all checks say, errors first."""
    sheet = Sheet(words, brand, shop, drawn_for_reading(words, brand, shop))
    found = [finding for check in CHECKS for finding in check(sheet)]
    return sorted(found, key=lambda finding: not finding.is_error)


def _not_given(words: Words, given: Collection[str] | None) -> Iterator[Finding]:
    """Fields that would always be empty in this kind of mail."""
    if given is None:
        return
    needed = used_fields(words.subject, words.body, words.text_body)
    needed |= {name for kind, _words in blocks_of(words.body) for name in kind.needs}
    of_everybody = {name for name, field in FIELDS.items() if field.is_about_customer} | {"shop", "colleague"}
    for name in sorted(needed - of_everybody - set(given)):
        if name in FIELDS:
            yield Finding(_("This mail has no “%(field)s”: it is never known here.") % {"field": name})
