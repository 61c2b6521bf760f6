"""Does it say who writes, can it be left, and is it what it says it is?"""

import re
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from engagement.checks import word_lists
from engagement.checks.sheet import WISHES, Sheet
from engagement.finding import SHOP, Finding, advice
from engagement.merge_fields import FIELD, used_fields
from engagement.models import MessageClass
from engagement.rendering.blocks import blocks_of

GIFTS = {"voucher_code", "voucher_value", "points", "friend_reward"}


def _any_of(lists: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    words = "|".join(word for words in lists.values() for word in words)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


REWARDS, PERHAPS_REWARDS = _any_of(word_lists.REWARDS), _any_of(word_lists.PERHAPS_REWARDS)
PROMOTIONS = _any_of(word_lists.PROMOTIONS)


def says_who_writes(sheet: Sheet) -> Iterator[Finding]:
    """The law asks for a name and a postal address."""
    if sheet.shop.legal_footer.strip():
        return
    words = _("The postal address of the shop is missing: the owner writes it down in the shop's settings.")
    yield advice(words, SHOP) if sheet.is_asked_for else Finding(words, where=SHOP)


def can_be_left(sheet: Sheet) -> Iterator[Finding]:
    """Mail that nobody asked for says how to stop it, in both its forms."""
    drawn = sheet.drawn
    if drawn is None or sheet.is_asked_for:
        return
    if WISHES not in drawn.html or WISHES not in drawn.text:
        yield Finding(_("There is no way to stop these mails in it."))


def rewards_no_review(sheet: Sheet) -> Iterator[Finding]:
    """A review that is paid for is worth nothing, and forbidden nearly everywhere."""
    if sheet.words.message_class != MessageClass.REVIEW:
        return
    named = {"what": ", ".join(sorted(_gifts(sheet)))}
    if named["what"]:
        yield Finding(_("A review must not be rewarded: take “%(what)s” out.") % named)
    if found := _found(REWARDS, sheet):
        yield Finding(_("A review must not be rewarded: take “%(what)s” out.") % {"what": found})
    elif found := _found(PERHAPS_REWARDS, sheet):
        yield advice(
            _("A review must not be rewarded: does “%(what)s” sound like a reward?") % {"what": found}
        )


def promotes_nothing_unasked(sheet: Sheet) -> Iterator[Finding]:
    """One line of advertising makes a whole letter advertising, which needs their consent."""
    if not sheet.is_asked_for:
        return
    kinds = {kind.name for kind, _words in blocks_of(sheet.words.body)}
    found = _found(PROMOTIONS, sheet) or ", ".join(sorted(kinds & {"products"}))
    if found:
        yield advice(
            _("“%(what)s” may make this letter advertising, which needs their consent.") % {"what": found}
        )


def _gifts(sheet: Sheet) -> set[str]:
    shown = {kind.name for kind, _words in blocks_of(sheet.words.body)} & {"voucher"}
    return shown | (used_fields(sheet.everything) & GIFTS)


def _found(pattern: re.Pattern[str], sheet: Sheet) -> str:
    found = pattern.search(FIELD.sub(" ", sheet.everything))
    return found[0] if found else ""
