"""The letter of a decision that does not put it right: everything that must be explained. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

# The United Kingdom asks for these words on paper or in a mail: SI 2015/542, regulation 19(2).
COUNTRY_OF_THE_REGULATION = "GB"


@dataclass(frozen=True)
class Explained:
    """What was asked, what was found, decided, why, what is still possible, and where to go next."""

    asked: str
    found: str
    decided: str
    why: str
    still_possible: str
    next_step: str


@dataclass(frozen=True)
class DisputeBody:
    """The body for settling disputes that the shop names, and whether it takes part."""

    name: str = ""
    website: str = ""
    stance: str = ""


def letter_of(explained: Explained, body: DisputeBody, country: str) -> str:
    """Paragraphs with a heading each; what there is nothing to say about is left out."""
    parts = [*_parts(explained), *_law(body, country)]
    return "\n\n".join(f"{heading}:\n{words}" for heading, words in parts if words.strip())


def _parts(explained: Explained) -> Iterator[tuple[str, str]]:
    yield _("What you asked us for"), explained.asked
    yield _("What we found"), explained.found
    yield _("What we decided"), explained.decided
    yield _("Why"), explained.why
    yield _("What we can still do"), explained.still_possible
    yield _("Where you can go next"), explained.next_step


def _law(body: DisputeBody, country: str) -> Iterator[tuple[str, str]]:
    """We cannot settle it; who could, and whether we would take part."""
    if not body.name:
        return
    words = _("A body that settles such disputes is %(name)s (%(website)s): %(stance)s.") % {
        "name": body.name,
        "website": body.website,
        "stance": body.stance,
    }
    if country == COUNTRY_OF_THE_REGULATION:
        words = f"{_('We cannot settle your complaint with you.')} {words}"
    yield _("Settling disputes"), words
