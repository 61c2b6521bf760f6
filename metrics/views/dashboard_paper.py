"""The first screen on paper."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.sheets import paper_answer
from metrics.forms.lens import LensForm
from metrics.models import Count
from metrics.picture import picture_of, standing
from metrics.printed_board import draw_board
from metrics.reading import readings_of
from metrics.shown import Shown
from metrics.tiles import BOARD, TILES


@require(Permission.METRIC_VIEW)
@require_safe
def dashboard_paper(request: StaffRequest) -> HttpResponse:
    """A PDF for the days, the place and the channel of the page it was asked from."""
    lens = LensForm(request.GET, today=timezone.localdate()).lens
    readings, count, counted = readings_of(BOARD, lens), Count.current(), standing(timezone.now())
    paper = draw_board(
        [
            (tile.title, [Shown(readings[slug], request.shop.currency) for slug in tile.slugs])
            for tile in TILES
        ],
        picture_of(counted, readings["referrals"].figure, readings["k_factor"].figure) if counted else None,
        request.shop,
        lens=lens,
        counted_at=count.counted_at if count else None,
    )
    return paper_answer(paper, f"figures-{lens.last.isoformat()}.pdf")
