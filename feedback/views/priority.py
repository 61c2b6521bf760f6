"""What to change first: every theme by how many it touches and how much it hurts."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from feedback.improvement_figures import efforts_of_themes
from feedback.models import Theme
from feedback.priority import FEW, Priority
from feedback.priority_figures import A_QUARTER, mentions_of_themes, weigh_mentions
from feedback.priority_picture import draw

PAGE = "feedback/priority_list.html"


@dataclass(frozen=True)
class Ranked:
    """A theme with its places: without the work it is, and for each step of work."""

    theme: Theme
    priority: Priority
    rank: int
    rank_by_effort: int


@require(Permission.THEME_VIEW)
@require_safe
def priority_list(request: StaffRequest) -> HttpResponse:
    """The picture, and the same as a table; those with too few stand below, without a place."""
    now = timezone.now()
    themes = {theme.pk: theme for theme in Theme.objects.named().select_related("above")}
    efforts = efforts_of_themes()
    mentioned = weigh_mentions(mentions_of_themes(themes, now), now)
    weighed = {pk: each.with_effort(efforts.get(pk)) for pk, each in mentioned.items()}
    enough = {pk: each for pk, each in weighed.items() if not each.is_few}
    ranked = _rank(themes, enough)
    few = [(themes[pk], each) for pk, each in weighed.items() if each.is_few]
    context = {
        "ranked": ranked,
        "bubbles": draw([(row.rank, row.theme.name, row.priority) for row in ranked]),
        "few": sorted(few, key=lambda pair: (-pair[1].customers, -pair[1].texts, pair[0].name)),
        "fewest": FEW,
        "days": A_QUARTER.days,
    }
    return render(request, PAGE, context)


def _rank(themes: dict[int, Theme], enough: dict[int, Priority]) -> list[Ranked]:
    by_weight = sorted(enough, key=lambda pk: (-enough[pk].weight, -enough[pk].customers, pk))
    by_effort = sorted(enough, key=lambda pk: (-enough[pk].priority, -enough[pk].customers, pk))
    places = {pk: place for place, pk in enumerate(by_effort, start=1)}
    return [Ranked(themes[pk], enough[pk], rank, places[pk]) for rank, pk in enumerate(by_weight, start=1)]
