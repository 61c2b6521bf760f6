"""The record of processing: what is kept of whom, why, on which ground, how long, and who gets it.

A socket that each floor fills. It describes what the program does; what else the shop does, it has to add.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Activity:
    """One thing the shop does with personal details; `rule` is the key of what ends it."""

    title: Words
    what: Words
    whose: Words
    why: Words
    ground: Words
    how_long: Words
    who_gets_it: Words
    rule: str = ""


_ACTIVITIES: list[Activity] = []


def records(activity: Activity) -> Activity:
    """Add a line to the record."""
    if activity not in _ACTIVITIES:
        _ACTIVITIES.append(activity)
    return activity


def all_activities() -> Iterable[Activity]:
    return tuple(_ACTIVITIES)


NOBODY = _("Nobody outside; whoever runs the server can reach it.")
CUSTOMERS = _("Customers")
INTEREST = _("Our interest in serving customers well, weighed against theirs (GDPR, article 6.1 f)")
CONSENT = _("Their yes, which they can take back at any time (GDPR, article 6.1 a)")
CONTRACT = _("What they bought or ordered (GDPR, article 6.1 b)")
LAW = _("What the law asks of us (GDPR, article 6.1 c)")
UNTIL_ERASED = _("Until they ask to be erased.")

records(
    Activity(
        title=_("Knowing customers"),
        what=_("Names, addresses, numbers, birthdays, sizes and likes, households, labels, what was said"),
        whose=CUSTOMERS,
        why=_("To recognise them, help them and stay in touch"),
        ground=INTEREST,
        how_long=UNTIL_ERASED,
        who_gets_it=NOBODY,
        rule="quiet_customers",
    )
)
records(
    Activity(
        title=_("Purchases"),
        what=_("What was bought, when, where and for how much"),
        whose=CUSTOMERS,
        why=_("Service, returns, and figures of the shop"),
        ground=CONTRACT,
        how_long=_("With the person until they are erased; without them for good."),
        who_gets_it=NOBODY,
        rule="quiet_customers",
    )
)
records(
    Activity(
        title=_("What they said yes and no to"),
        what=_("Each answer with its words, way and time"),
        whose=CUSTOMERS,
        why=_("To prove what we may send, and to respect a no"),
        ground=LAW,
        how_long=UNTIL_ERASED,
        who_gets_it=NOBODY,
        rule="quiet_customers",
    )
)
records(
    Activity(
        title=_("Lists that were brought in"),
        what=_("Uploaded files of a till or web shop, and what became of each row"),
        whose=CUSTOMERS,
        why=_("To move in, and to take a mistake back"),
        ground=INTEREST,
        how_long=_("For thirty days, or until somebody in it is erased."),
        who_gets_it=NOBODY,
    )
)
records(
    Activity(
        title=_("Addresses never to be written to"),
        what=_("A fingerprint of an e-mail address, with the reason"),
        whose=_("People who unsubscribed, could not be reached or were erased"),
        why=_("So that they are never written to again"),
        ground=LAW,
        how_long=_("For good: only so can it do what it is for."),
        who_gets_it=NOBODY,
    )
)
records(
    Activity(
        title=_("Staff and the history"),
        what=_("Names, addresses, roles, times and network addresses of sign-ins, who did what"),
        whose=_("Whoever works here"),
        why=_("To let the right people in, and to see who did what"),
        ground=INTEREST,
        how_long=_("As long as the shop is kept. The history never holds what a customer said or is."),
        who_gets_it=NOBODY,
    )
)
