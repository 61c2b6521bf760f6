"""What each place asks of those who ask for reviews there. Pure."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.models.review import LISTEN_ONLY, PlatformKind

NO_REWARD = _("Nobody may be given anything for a review, for changing it or for taking it down.")
EVERYBODY = _("Happy and unhappy customers are asked alike: there is no way here to ask only some.")


@dataclass(frozen=True)
class PlatformRule:
    """May we ask there at all, what else the place demands, and how the address for writing looks."""

    may_ask: bool
    words: tuple[str | Promise, ...]
    example: str = ""


RULES: dict[str, PlatformRule] = {
    PlatformKind.GOOGLE: PlatformRule(
        True,
        (EVERYBODY, NO_REWARD, _("The short link is in your Google profile, under “Get more reviews”.")),
        "https://g.page/r/…/review",
    ),
    PlatformKind.TRUSTPILOT: PlatformRule(
        True,
        (_("Ask everybody, or an impartial part such as every third."), NO_REWARD),
        "https://www.trustpilot.com/evaluate/…",
    ),
    PlatformKind.TRIPADVISOR: PlatformRule(
        True, (EVERYBODY, _("Not even a gift to a charity may be promised for a review.")), ""
    ),
    PlatformKind.FACEBOOK: PlatformRule(True, (EVERYBODY, NO_REWARD), "https://www.facebook.com/…/reviews"),
    PlatformKind.OWN: PlatformRule(
        True, (EVERYBODY, NO_REWARD, _("Show the bad ones too: leaving them out is forbidden.")), ""
    ),
    PlatformKind.YELP: PlatformRule(
        False, (_("Yelp forbids asking for reviews. We listen, and we reply."),), ""
    ),
    PlatformKind.SOCIAL: PlatformRule(
        False, (_("What people say in passing is written down and answered; nobody is asked for it."),), ""
    ),
}


def may_ask(kind: str) -> bool:
    """May customers be asked to write there?"""
    return kind in RULES and kind not in LISTEN_ONLY and RULES[kind].may_ask
