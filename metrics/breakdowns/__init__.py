"""By what else a figure can be split, beside place and channel: colleague, cause, how they found us."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from crm.shop.permissions import Permission
from metrics.breakdowns import arrival, cause, colleague
from metrics.definitions.cycle import GOES_ON_WITHIN
from metrics.definitions.metric import Words
from metrics.figure import Sums
from metrics.lens import Lens

Parts = Callable[[str, Lens], Mapping[str, Sums]]  # the name of a figure; each part by its own name


@dataclass(frozen=True)
class Breakdown:
    """One way to split a figure, and who may see it."""

    key: str
    words: Words
    parts: Parts
    permission: Permission = Permission.METRIC_VIEW


BY_COLLEAGUE = Breakdown("colleague", colleague.WORDS, colleague.parts, Permission.METRIC_SEE_STAFF)
BY_CAUSE = Breakdown("cause", cause.WORDS, cause.parts)
BY_REMEDY = Breakdown("remedy", cause.GIVEN, cause.given)
BY_SOURCE = Breakdown("source", arrival.SOURCE, arrival.by_source)
BY_FIRST_CONTACT = Breakdown("first-contact", arrival.FIRST_CONTACT, arrival.by_first_contact)
BREAKDOWNS: dict[str, tuple[Breakdown, ...]] = {
    **dict.fromkeys(("interactions", "praise", "csat_served"), (BY_COLLEAGUE,)),
    "remedied": (BY_CAUSE, BY_REMEDY),
    **dict.fromkeys(("new_contacts", *GOES_ON_WITHIN), (BY_SOURCE, BY_FIRST_CONTACT)),
}
