"""What the law of a country asks for before we may write. Pure; help for the software, no legal advice.

For each class of mail one of three needs. A need of the left is stricter than one of the right:
a yes in the log < a sale with the chance to say no ("soft opt-in") < only that they may say no at any time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engagement.models import MessageClass


class Need(IntEnum):
    """What there must be; the smaller, the stricter."""

    NEEDS_CONSENT = 1
    SOFT_OPT_IN = 2
    OPT_OUT_ONLY = 3


@dataclass(frozen=True)
class Profile:
    """One country: the need of each class, and the law in a few words for people."""

    country: str
    law: str | Promise
    needs: Mapping[str, Need]


def _needs(*, survey: Need, others: Need) -> dict[str, Need]:
    return {MessageClass.SURVEY: survey, MessageClass.REVIEW: others, MessageClass.MARKETING: others}


UNITED_KINGDOM = Profile(
    # Privacy and Electronic Communications Regulations 2003, reg. 22(2) consent, 22(3) soft opt-in: the
    # address was got in a sale, the mail is about similar goods of our own, and saying no was offered then
    # and is offered in each mail. Genuine research that promotes nothing is no direct marketing (ICO);
    # it rests on legitimate interests, UK GDPR art. 6(1)(f), with the right to object of art. 21.
    # Asking for a public review promotes the shop: marketing.
    "GB",
    _("the Privacy and Electronic Communications Regulations 2003, regulation 22"),
    _needs(survey=Need.OPT_OUT_ONLY, others=Need.SOFT_OPT_IN),
)
GERMANY = Profile(
    # UWG § 7(2) no. 2 consent; § 7(3) the exception for one's own customers, with the notice at collection
    # and in each mail. A satisfaction survey is advertising: BGH, 10 July 2018, VI ZR 225/17.
    "DE",
    _("the Act against Unfair Competition (UWG), section 7"),
    _needs(survey=Need.SOFT_OPT_IN, others=Need.SOFT_OPT_IN),
)
FRANCE = Profile(
    # Code des postes et des communications électroniques, art. L34-5: consent, or an address got in a sale,
    # for similar goods of the same seller, with the chance to refuse then and in each mail. Surveys like in
    # Germany: that ruling rests on the Union's notion of advertising (Directive 2006/114/EC, art. 2(a)).
    "FR",
    _("the Postal and Electronic Communications Code, article L34-5"),
    _needs(survey=Need.SOFT_OPT_IN, others=Need.SOFT_OPT_IN),
)
NETHERLANDS = Profile(
    # Telecommunicatiewet, art. 11.7: consent, or the details of one's own customers for similar goods,
    # with the chance to object when they are got and in each mail. Surveys as in France.
    "NL",
    _("the Telecommunications Act, article 11.7"),
    _needs(survey=Need.SOFT_OPT_IN, others=Need.SOFT_OPT_IN),
)
UNITED_STATES = Profile(
    # CAN-SPAM Act, 15 U.S.C. § 7704(a)(3)-(5): no consent, but a working way out, the postal address, and no
    # mail after a no (ten business days; here at once). A survey is treated as commercial too.
    "US",
    _("the CAN-SPAM Act, 15 U.S.C. 7704"),
    _needs(survey=Need.OPT_OUT_ONLY, others=Need.OPT_OUT_ONLY),
)
OTHER = Profile(
    # Where we do not know the law, nothing is sent without a yes.
    "",
    _("we do not know the law of this country, so we ask for a yes"),
    _needs(survey=Need.NEEDS_CONSENT, others=Need.NEEDS_CONSENT),
)
PROFILES = {
    profile.country: profile for profile in (UNITED_KINGDOM, GERMANY, FRANCE, NETHERLANDS, UNITED_STATES)
}


def profile_of(country: str) -> Profile:
    """The country's own profile, or the most careful one."""
    return PROFILES.get(country.upper(), OTHER)


def strictest(countries: tuple[str, ...], message_class: str) -> Profile:
    """Where the shop and its customer live in two countries, the law that asks for more."""
    profiles = [profile_of(country) for country in countries if country] or [OTHER]
    return min(profiles, key=lambda profile: profile.needs[message_class])
