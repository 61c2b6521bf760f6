"""The first screen: six tiles and the cycle, each figure with how sure it is."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from metrics.forms.lens import LensForm
from metrics.goals.in_force import GoalsInForce
from metrics.models import Count
from metrics.picture import picture_of, standing
from metrics.reading import Reading, readings_of
from metrics.shown import Shown
from metrics.tiles import BOARD, TILES, Door, Tile
from metrics.waiting import open_complaints, open_questions

PAGE = "metrics/dashboard.html"
WAITING = {"engagement:enquiry_list": open_questions, "feedback:complaint_list": open_complaints}


@dataclass(frozen=True)
class ShownTile:
    """A tile with its figures, for somebody who may open some of its doors."""

    tile: Tile
    lead: Shown
    rest: list[Shown]
    doors: list[tuple[Door, str]]  # with what waits behind them


@require(Permission.METRIC_VIEW)
@require_safe
def dashboard(request: StaffRequest) -> HttpResponse:
    """How the shop's relationships are doing, and how sure that is."""
    form = LensForm(request.GET, today=timezone.localdate())
    lens = form.lens
    readings = readings_of(BOARD, lens)
    counted, goals = standing(timezone.now()), GoalsInForce.now(lens, request.shop.currency)
    context = {
        "form": form,
        "lens": lens,
        "count": Count.current(),
        "tiles": [_shown(request, tile, readings, goals) for tile in TILES],
        "picture": counted and picture_of(counted, readings["referrals"].figure, readings["k_factor"].figure),
    }
    return render(request, PAGE, context)


def _shown(request: StaffRequest, tile: Tile, readings: dict[str, Reading], goals: GoalsInForce) -> ShownTile:
    lead, *rest = (goals.shown(slug, readings[slug]) for slug in tile.slugs)
    doors = [door for door in tile.doors if request.user.can(door.permission)]
    return ShownTile(tile, lead, rest, [(door, _waiting(request, door)) for door in doors])


def _waiting(request: StaffRequest, door: Door) -> str:
    count = WAITING.get(door.view)
    return count(request.user, timezone.now()).words if count else ""
