"""Were happy and unhappy customers asked for reviews alike? Evidence for whoever wants to know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.figures.difference import Difference
from crm.figures.share import Share
from feedback.models import RequestOutcome, ReviewRequest
from feedback.private_scores import scores_before

UNHAPPY, BETWEEN, HAPPY, UNKNOWN = "1-2", "3", "4-5", ""
BANDS: dict[str, str | Promise] = {
    UNHAPPY: gettext_lazy("Told us 1 or 2"),
    BETWEEN: gettext_lazy("Told us 3"),
    HAPPY: gettext_lazy("Told us 4 or 5"),
    UNKNOWN: gettext_lazy("Told us nothing"),
}
FEW = 10  # fewer in a band prove nothing either way


@dataclass
class BandCount:
    """Customers of one band: how many might have been asked, were asked, and came."""

    band: str
    might: int = 0
    asked: int = 0
    came: int = 0

    @property
    def label(self) -> str | Promise:
        return BANDS[self.band]

    @property
    def share(self) -> Share:
        return Share(self.asked, self.might)


def count_bands(since: datetime, until: datetime) -> list[BandCount]:
    """Every decision of that time, by what its customer had told us before it."""
    counts = {band: BandCount(band) for band in BANDS}
    for band, outcome, has_come in _decisions(since, until):
        count = counts[band]
        count.might += 1
        count.asked += outcome == RequestOutcome.ASKED
        count.came += has_come
    return list(counts.values())


def verdict(counts: list[BandCount]) -> str:
    """In one sentence: alike, not alike, or too few to say."""
    by_band = {count.band: count for count in counts}
    low, high = by_band[UNHAPPY], by_band[HAPPY]
    if low.might < FEW or high.might < FEW:
        return _("Too few have told us what they think to say whether they were asked alike.")
    shares = {"low": _percent(low.share), "high": _percent(high.share)}
    if Difference(high.share, low.share).could_be_chance:
        words = _(
            "Whoever told us 1 or 2 was asked as often as whoever told us 4 or 5: %(low)s and %(high)s."
        )
    else:
        words = _("Whoever told us 1 or 2 was not asked as often as others: %(low)s and %(high)s. Why?")
    return words % shares


def _decisions(since: datetime, until: datetime) -> Iterator[tuple[str, str, bool]]:
    # Whoever was asked a short while ago is asked again by nobody's rule: that is no decision about them.
    rows = ReviewRequest.objects.filter(at__gte=since, at__lt=until).exclude(
        outcome=RequestOutcome.ASKED_LATELY
    )
    found = list(rows.values_list("customer_id", "at", "outcome", "clicked_at"))
    scores = scores_before([(customer, at) for customer, at, _outcome, _clicked in found])
    for (_customer, _at, outcome, clicked_at), score in zip(found, scores, strict=True):
        yield _band(score), outcome, clicked_at is not None


def _band(score: int | None) -> str:
    if score is None:
        return UNKNOWN
    return UNHAPPY if score <= 2 else BETWEEN if score == 3 else HAPPY


def _percent(share: Share) -> str:
    return f"{100 * (share.rate or 0):.0f} %"
