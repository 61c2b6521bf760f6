"""What the cycle says to people: reasons, levels and rules as sentences."""

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from crm.web.lasting import lasting
from customers.models.customer import Stage


class Reason(StrEnum):
    """Why somebody came to stand where they stand; stored with every change."""

    KNOWN = "known"
    FIRST_PURCHASE = "first_purchase"
    BOUGHT_AGAIN = "bought_again"
    CAME_BACK = "came_back"
    RECOMMENDED = "recommended"
    FADED = "faded"
    SILENT = "silent"
    PINNED = "pinned"
    UNPINNED = "unpinned"


SENTENCES: dict[str, str | Promise] = {
    Reason.KNOWN: _("Became known to the shop, has not bought yet"),
    Reason.FIRST_PURCHASE: _("Bought for the first time"),
    Reason.RECOMMENDED: _("Spoke well of the shop"),
    Reason.PINNED: _("Pinned by hand"),
    Reason.UNPINNED: _("The pin was lifted: the rules decide again"),
}
COUNTED: dict[str, Promise] = {
    Reason.BOUGHT_AGAIN: ngettext_lazy(
        "Bought again: %(count)d buying day", "Bought again: %(count)d buying days", "count"
    ),
    Reason.FADED: ngettext_lazy(
        "No recommendation for %(count)d day", "No recommendation for %(count)d days", "count"
    ),
    Reason.SILENT: ngettext_lazy(
        "Nothing bought for %(count)d day", "Nothing bought for %(count)d days", "count"
    ),
}
LASTED: dict[str, Promise] = {Reason.CAME_BACK: _("Came back after %s")}


def sentence(reason: str, measure: int | None) -> str:
    """The reason as people say it; a reason nobody knows shows as itself."""
    if reason in LASTED:
        return str(LASTED[reason]) % lasting(measure or 0)
    if reason in COUNTED:
        return str(COUNTED[reason] % {"count": measure or 0})
    return str(SENTENCES.get(reason, reason))


class Level(TextChoices):
    """How close shop and customer have become."""

    COURTING = "courting", _("Courting")
    CONTRACT = "contract", _("Contract")
    CONTINUATION = "continuation", _("Continuation")
    COMMITMENT = "commitment", _("Commitment")
    CONVERGENCE = "convergence", _("Convergence")


LEVEL_SENTENCES: dict[str, Promise] = {
    Level.COURTING: _("The shop is the one who asks: no purchase yet, or none for a long time."),
    Level.CONTRACT: _("They bought, and both sides kept their word. Not a habit yet."),
    Level.CONTINUATION: _("They keep coming: buying here has become a habit."),
    Level.COMMITMENT: _("They have kept coming for a year or more."),
    Level.CONVERGENCE: _("They come regularly and speak well of the shop: its good is also theirs."),
}


RULES: dict[str, Promise] = {
    Stage.ATTRACTION: _("The shop knows them, and they have not bought yet."),
    Stage.CONVERSION: ngettext_lazy(
        "They have bought, on one day.",
        "They have bought, on fewer than %(regular_after)d days.",
        "most_days",
    ),
    Stage.RETENTION: ngettext_lazy(
        "They have bought on %(regular_after)d day or more.",
        "They have bought on %(regular_after)d days or more.",
        "regular_after",
    ),
    Stage.ADVOCACY: ngettext_lazy(
        "They have bought, and spoke well of the shop within the last %(advocate_for)d day.",
        "They have bought, and spoke well of the shop within the last %(advocate_for)d days.",
        "advocate_for",
    ),
    Stage.LAPSED: _(
        "They have bought, and for %(lapsed_after)d days neither bought again nor spoke well of the shop."
    ),
}


def rule_sentences(numbers: Mapping[str, int]) -> dict[str, str]:
    """Each stage's rule in words, with the numbers of this shop."""
    counted = {**numbers, "most_days": numbers["regular_after"] - 1}
    return {stage: str(words % counted) for stage, words in RULES.items()}
