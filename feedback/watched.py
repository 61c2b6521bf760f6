"""What shall change when an improvement is live: one of our own measures, chosen before anybody looks.

Only counts of this floor: how many texts are about a theme, how many answers to a survey are happy, how many
complaints have a cause. What they prove is worked out upstairs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from feedback.models import Complaint, Feeling, Response, RootCause, Survey, Theme, ThemeMention
from feedback.questions import Band

THEME, SURVEY, CAUSE = "feedback.theme", "feedback.survey", "feedback.rootcause"


@dataclass(frozen=True)
class Counted:
    """So many of so many in these days."""

    k: int
    n: int


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything that can be watched, in groups, for a form."""
    themes = [(f"{THEME}:{row.pk}", row.name) for row in Theme.objects.in_use()]
    surveys = [(f"{SURVEY}:{row.pk}", row.name) for row in Survey.objects.order_by("name")]
    causes = RootCause.objects.in_use().in_order().select_related("above")
    return [
        (_("Texts that bring it up"), themes),
        (_("Happy answers to a survey"), surveys),
        (_("Complaints with this cause"), [(f"{CAUSE}:{row.pk}", str(row)) for row in causes]),
    ]


def words_for(key: str) -> str:
    """What is watched, in words; empty when nothing is, or no longer."""
    kind, number = _parts(key)
    if kind == THEME:
        row: Theme | Survey | RootCause | None = Theme.objects.filter(pk=number).first()
        return _("how many texts bring up “%s”") % row if row else ""
    if kind == SURVEY:
        row = Survey.objects.filter(pk=number).first()
        return _("how many answers to “%s” are happy") % row if row else ""
    row = RootCause.objects.filter(pk=number).select_related("above").first() if kind == CAUSE else None
    return _("how many complaints have the cause “%s”") % row if row else ""


def count_watched(key: str, first: date, last: date) -> Counted | None:
    """The counts from the first to the last of these days."""
    kind, number = _parts(key)
    count = COUNTS.get(kind)
    return count(number, first, last) if count else None


def _texts(number: int, first: date, last: date) -> Counted:
    rows = ThemeMention.objects.filter(on__gte=first, on__lte=last)
    about_it = rows.filter(Q(theme=number) | Q(theme__above=number)).exclude(feeling=Feeling.GOOD)
    return Counted(_distinct(about_it), _distinct(rows))


def _answers(number: int, first: date, last: date) -> Counted:
    rows = Response.objects.counting().filter(survey=number).exclude(band="")
    rows = rows.filter(confirmed_at__date__gte=first, confirmed_at__date__lte=last)
    return Counted(rows.filter(band=Band.HIGH).count(), rows.count())


def _complaints(number: int, first: date, last: date) -> Counted:
    rows = Complaint.objects.filter(received_at__date__gte=first, received_at__date__lte=last)
    with_it = rows.filter(Q(root_cause=number) | Q(root_cause__above=number))
    return Counted(with_it.count(), rows.count())


COUNTS: dict[str, Callable[[int, date, date], Counted]] = {
    THEME: _texts,
    SURVEY: _answers,
    CAUSE: _complaints,
}


def _distinct(rows: QuerySet[ThemeMention]) -> int:
    return rows.values("about").distinct().count()


def _parts(key: str) -> tuple[str, int]:
    kind, _colon, number = key.partition(":")
    return (kind, int(number)) if number.isascii() and number.isdecimal() and len(number) < 19 else ("", 0)
