"""Themes a shop may begin with, two levels deep; the words that suggest them are in theme_phrases.txt."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.theme_words import PHRASES


@dataclass(frozen=True)
class StarterTheme:
    """A theme and the one above it (empty: it stands on top)."""

    key: str
    name: str | Promise
    above: str = ""

    @property
    def words(self) -> str:
        return PHRASES.get(self.key, "")


STARTER_THEMES = (
    StarterTheme("people", _("Our people")),
    StarterTheme("goods", _("Our goods")),
    StarterTheme("place", _("The shop itself")),
    StarterTheme("orders", _("Orders and money")),
    StarterTheme("advice", _("Advice"), "people"),
    StarterTheme("friendliness", _("Friendliness"), "people"),
    StarterTheme("waiting", _("Waiting"), "people"),
    StarterTheme("quality", _("Quality"), "goods"),
    StarterTheme("fit", _("Fit and size"), "goods"),
    StarterTheme("look", _("Look and style"), "goods"),
    StarterTheme("comfort", _("Comfort and feel"), "goods"),
    StarterTheme("price", _("Price"), "goods"),
    StarterTheme("range", _("What we have"), "goods"),
    StarterTheme("room", _("Room and light"), "place"),
    StarterTheme("getting_here", _("Getting here"), "place"),
    StarterTheme("opening", _("Opening hours"), "place"),
    StarterTheme("delivery", _("Delivery"), "orders"),
    StarterTheme("order", _("Orders"), "orders"),
    StarterTheme("returns", _("Returns and refunds"), "orders"),
    StarterTheme("paying", _("Paying"), "orders"),
    StarterTheme("online", _("Website and account"), "orders"),
)
