"""Lists of this floor whose figures are counted for the page, as files with the same figures."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import User
from crm.shop.tables import as_table
from crm.web.spreadsheet import Cell
from feedback.praise_figures import WINDOW, recognise
from feedback.priority_ranking import rank_themes
from feedback.root_cause_figures import with_figures
from feedback.theme_figures import ThemeCount, count_themes

Rows = Iterator[Sequence[Cell]]


def themes(_found: QuerySet[Any], _user: User) -> Rows:
    """What customers talk about, each part under what it belongs to."""
    yield [_("Theme"), _("Belongs to"), _("Texts"), _("Texts before"), _("Praise"), _("Blame")]
    for top in count_themes(timezone.localdate()):
        for count in (top, *top.parts):
            yield _theme(count, above="" if count is top else top.theme.name)


def _theme(count: ThemeCount, *, above: str) -> Sequence[Cell]:
    return [count.theme.name, above, count.now, count.before, count.good, count.bad]


def priorities(_found: QuerySet[Any], _user: User) -> Rows:
    """By their places; those with too few have none."""
    yield [
        *(_("Place"), _("Theme"), _("Customers"), _("Texts"), _("How bad, 1 to 4"), _("Score gap")),
        *(_("Freshness"), _("Bought in a year"), _("Place by the least work")),
    ]
    found = rank_themes(timezone.now())
    for row in found.ranked:
        each = row.priority
        weighed = [_rounded(each.severity), _rounded(each.score_gap), _rounded(each.recency)]
        yield [row.rank, row.theme.name, each.customers, each.texts, *weighed, each.spend, row.rank_by_effort]
    for theme, each in found.few:
        yield [None, theme.name, each.customers, each.texts, None, None, None, None, None]


def _rounded(value: float) -> Decimal:
    return Decimal(value).quantize(Decimal("0.01"))


def causes(found: QuerySet[Any], _user: User) -> Rows:
    """Each with how often it was, and what it cost."""
    yield [_("Cause"), _("Belongs to"), _("Complaints"), _("Cost")]
    for cause in with_figures(found.select_related("above")):
        above = cause.above.name if cause.above else ""
        yield [cause.name, above, cause.count, cause.cost]  # type: ignore[attr-defined]


def praise(_found: QuerySet[Any], user: User) -> Rows:
    """A line for each good word and each idea; who was not named has one without."""
    yield [_("Name"), _("What"), _("When"), _("Words")]
    today = timezone.localdate()
    for each in recognise(user, since=today - WINDOW, until=today):
        name = each.colleague.name
        for _row, said in each.praise:
            yield [name, _("Good word"), timezone.localdate(said.at), said.text]
        for idea in each.ideas:
            yield [name, _("Idea taken up"), timezone.localdate(idea.created_at), idea.text]
        if not each.count:
            yield [name, "", None, ""]


as_table("feedback:theme_list", gettext_lazy("Themes"), themes)
as_table("feedback:priority_list", gettext_lazy("What first"), priorities)
as_table("feedback:root_cause_list", gettext_lazy("Causes of complaints"), causes)
as_table("feedback:praise_list", gettext_lazy("Team"), praise)
