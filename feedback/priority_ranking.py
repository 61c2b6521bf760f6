"""The themes by how many they touch and how much they hurt: each with its place."""

from dataclasses import dataclass
from datetime import datetime

from feedback.improvement_figures import efforts_of_themes
from feedback.models import Theme
from feedback.priority import Priority
from feedback.priority_figures import mentions_of_themes, weigh_mentions


@dataclass(frozen=True)
class Ranked:
    """A theme with its places: without the work it is, and for each step of work."""

    theme: Theme
    priority: Priority
    rank: int
    rank_by_effort: int


@dataclass(frozen=True)
class Ranking:
    """Those with a place, and those of whom too few spoke."""

    ranked: list[Ranked]
    few: list[tuple[Theme, Priority]]


def rank_themes(now: datetime) -> Ranking:
    """Every theme that was brought up of late; a fixed number of questions."""
    themes = {theme.pk: theme for theme in Theme.objects.named().select_related("above")}
    efforts = efforts_of_themes()
    mentioned = weigh_mentions(mentions_of_themes(themes, now), now)
    weighed = {pk: each.with_effort(efforts.get(pk)) for pk, each in mentioned.items()}
    enough = {pk: each for pk, each in weighed.items() if not each.is_few}
    few = [(themes[pk], each) for pk, each in weighed.items() if each.is_few]
    return Ranking(
        _rank(themes, enough),
        sorted(few, key=lambda pair: (-pair[1].customers, -pair[1].texts, pair[0].name)),
    )


def _rank(themes: dict[int, Theme], enough: dict[int, Priority]) -> list[Ranked]:
    by_weight = sorted(enough, key=lambda pk: (-enough[pk].weight, -enough[pk].customers, pk))
    by_effort = sorted(enough, key=lambda pk: (-enough[pk].priority, -enough[pk].customers, pk))
    places = {pk: place for place, pk in enumerate(by_effort, start=1)}
    return [Ranked(themes[pk], enough[pk], rank, places[pk]) for rank, pk in enumerate(by_weight, start=1)]
