"""What others report, as ranges with source and year: never a point, and only what was read.

Definitions differ so much between providers that a shop compares itself first with itself.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from metrics.definitions.metric import Words


@dataclass(frozen=True)
class Industry:
    """Between which two figures others say they lie, in the unit of the metric."""

    low: float
    high: float
    source: Words
    caveat: Words


INDUSTRY: dict[str, Industry] = {
    "nps": Industry(
        28.4,
        62,
        _(
            "Shops in the United States: +28 on average (XM Institute 2022, 10,000 consumers), groceries +33 "
            "(XM Institute 2021), department and specialty stores +62 (NICE Satmetrix 2018, as quoted)"
        ),
        _("The same industry differs by 34 points between two providers."),
    ),
    "csat": Industry(
        0.70,
        0.80,
        _("Web shops: called good by vendors of survey tools (no year, no method given)"),
        _(
            "A weak source. The ACSI (specialty shops 80, 2026) is an index from 0 to 100 and no share of "
            "satisfied customers, so it does not stand here."
        ),
    ),
    "first_answer": Industry(
        1,
        42,
        _(
            "By mail: one hour is expected and 24 are accepted, say vendors (no year given); 42 hours was "
            "the average of those who answered at all in 30 days (Harvard Business Review 2011, as quoted)"
        ),
        _("Sales enquiries to companies in the United States, not questions to shops."),
    ),
}
