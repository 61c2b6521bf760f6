"""Every number the shop is steered by, defined once: `METRICS` by name."""

from django.utils.translation import gettext_lazy as _

from metrics.definitions import (
    advocacy,
    churn,
    colleagues,
    complaints,
    cycle,
    enquiries,
    repeat,
    sales,
    satisfaction,
)
from metrics.definitions.metric import Good, Interval, Metric, Span, Unit, Words

CHAPTERS: tuple[tuple[Words, tuple[Metric, ...]], ...] = (
    (_("What is sold"), sales.ALL),
    (_("Who comes back"), repeat.ALL),
    (_("Who has gone silent"), churn.ALL),
    (_("What customers say"), satisfaction.ALL),
    (_("What goes wrong"), complaints.ALL),
    (_("Questions"), enquiries.ALL),
    (_("Who brings others"), advocacy.ALL),
    (_("The way through the cycle"), cycle.ALL),
    (_("What colleagues add"), colleagues.ALL),
)
METRICS: dict[str, Metric] = {metric.slug: metric for _title, chapter in CHAPTERS for metric in chapter}

__all__ = ["CHAPTERS", "METRICS", "Good", "Interval", "Metric", "Span", "Unit"]
