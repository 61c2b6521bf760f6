"""What somebody looks at, and against what: how many days until which one, at which place, by which way."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from crm.shop.models import Location
from metrics.definitions import Metric, Span
from metrics.definitions.metric import Words
from metrics.period import Period

# What customers say is compared with the 90 days before, never with a season a year ago.
VOICES = frozenset({"csat", "csat_complaint", "nps"})


@dataclass(frozen=True)
class Against:
    """The period a figure is compared with, in words that end a sentence."""

    period: Period
    words: Words


@dataclass(frozen=True)
class Lens:
    """Read from an address, and written into one."""

    last: date
    today: date
    days: int | None = None  # each figure's usual number of days
    location: Location | None = None
    channel: str = ""

    def period(self, metric: Metric) -> Period:
        """Which days a figure is about."""
        return metric.period(self.last, self.days)

    def against(self, metric: Metric, opened: date | None) -> Against | None:
        """The same days last year; the days before while the shop is younger than that."""
        if opened is None:
            return None
        period, length = self.period(metric), self._length(metric)
        first = Period.rolling(length, self.last).year_before().first
        if metric.slug not in VOICES and first and opened <= first:
            return Against(period.year_before(), _("a year earlier"))
        before = ngettext("in the %d day before", "in the %d days before", length) % length
        return Against(period.earlier(length), before)

    def _length(self, metric: Metric) -> int:
        return metric.days if metric.span == Span.STOCK else self.days or metric.usual_days

    @property
    def query(self) -> str:
        """As an address writes it; what is usual goes unsaid."""
        asked = {
            "days": self.days,
            "until": self.last.isoformat() if self.last != self.today else "",
            "location": self.location.pk if self.location else "",
            "channel": self.channel,
        }
        return urlencode({name: value for name, value in asked.items() if value})
