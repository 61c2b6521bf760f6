"""Whether answers came in the same ways before and after: on a tablet people answer not as by mail."""

from collections import Counter

from crm.figures.difference import Difference
from crm.figures.share import Share
from feedback.models import AnswerChannel, Response
from metrics.period import Period


def moved_channels(survey: int, since: Period, before: Period) -> list[str]:
    """By which ways clearly more or fewer came, in words; none where the mix is the same."""
    now, then = (_ways(survey, period) for period in (since, before))
    return [
        str(AnswerChannel(way).label)
        for way in AnswerChannel.values
        if not _difference(way, now, then).could_be_chance
    ]


def _ways(survey: int, period: Period) -> Counter[str]:
    rows = Response.objects.counting().filter(survey=survey).exclude(band="")
    rows = rows.filter(confirmed_at__date__gte=period.first, confirmed_at__date__lte=period.last)
    return Counter(rows.values_list("channel", flat=True))


def _difference(way: str, now: Counter[str], then: Counter[str]) -> Difference:
    return Difference(Share(now[way], now.total()), Share(then[way], then.total()))
