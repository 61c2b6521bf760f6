"""What to change first: every theme by how many it touches and how much it hurts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.paging import in_one_piece
from feedback.models import Theme
from feedback.priority import FEW
from feedback.priority_figures import A_QUARTER
from feedback.priority_picture import draw
from feedback.priority_ranking import rank_themes

PAGE = "feedback/priority_list.html"


@require(Permission.THEME_VIEW)
@require_safe
def priority_list(request: StaffRequest) -> HttpResponse:
    """The picture, and the same as a table; those with too few stand below, without a place."""
    in_one_piece(Theme.objects.named())
    found = rank_themes(timezone.now())
    context = {
        "ranked": found.ranked,
        "bubbles": draw([(row.rank, row.theme.name, row.priority) for row in found.ranked]),
        "few": found.few,
        "fewest": FEW,
        "days": A_QUARTER.days,
    }
    return render(request, PAGE, context)
