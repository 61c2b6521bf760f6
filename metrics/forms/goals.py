"""A target for each figure that has a direction."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from metrics.definitions import Good, Metric, Unit
from metrics.definitions.metric import Words
from metrics.goals.in_force import WITH_A_DIRECTION
from metrics.models import Goals
from metrics.tiles import TILES

BOUNDS: dict[Unit, tuple[int, int]] = {
    Unit.SHARE: (0, 100),
    Unit.POINTS: (-100, 100),
    Unit.STARS: (1, 5),
}
IN_WORDS: dict[Unit, Words] = {
    Unit.SHARE: gettext_lazy("per cent"),
    Unit.POINTS: gettext_lazy("points"),
    Unit.HOURS: gettext_lazy("hours"),
    Unit.DAYS: gettext_lazy("days"),
    Unit.STARS: gettext_lazy("stars"),
}
MOST = 999_999_999


class GoalsForm(forms.Form):
    """Empty is no target."""

    shows_industry = forms.BooleanField(
        label=gettext_lazy("Show beside our figures what others report"),
        help_text=gettext_lazy(
            "Ranges with their source and year. They count differently from one another and from you: "
            "compare yourself with yourself first."
        ),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, typed: Any = None, *, goals: Goals) -> None:
        initial = {**goals.targets, "shows_industry": goals.shows_industry, "version": goals.version}
        super().__init__(typed, initial=initial)
        for metric in WITH_A_DIRECTION:
            self.fields[metric.slug] = _field(metric)

    @property
    def targets(self) -> dict[str, Decimal | None]:
        return {metric.slug: self.cleaned_data[metric.slug] for metric in WITH_A_DIRECTION}

    @property
    def groups(self) -> list[tuple[Any, list[BoundField]]]:
        """By the tiles of the first page, and the rest."""
        rest = {metric.slug for metric in WITH_A_DIRECTION}
        groups: list[tuple[Any, list[BoundField]]] = []
        for tile in TILES:
            groups.append((tile.title, [self[slug] for slug in tile.slugs if slug in rest]))
            rest -= set(tile.slugs)
        others = [self[metric.slug] for metric in WITH_A_DIRECTION if metric.slug in rest]
        return [*groups, (_("Other figures"), others)]


def _field(metric: Metric) -> forms.DecimalField:
    low, high = BOUNDS.get(metric.unit, (0, MOST))
    return forms.DecimalField(
        label=str(metric.name),
        help_text=_asks_for(metric),
        min_value=Decimal(low),
        max_value=Decimal(high),
        max_digits=12,
        decimal_places=2,
        required=False,
    )


def _asks_for(metric: Metric) -> str:
    """At least, per cent; in 30 days."""
    parts = [_("At most") if metric.good == Good.DOWN else _("At least")]
    if metric.unit in IN_WORDS:
        parts.append(str(IN_WORDS[metric.unit]))
    if metric.is_total and metric.slug != "active":
        parts.append(ngettext("in %d day", "in %d days", metric.days) % metric.days)
    return ", ".join(parts)
