"""The number beside the follow-ups in the navigation: asked for by itself, once somebody can see it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import asks_for_part
from engagement.models import FollowUp

PAGE = "engagement/follow_up_count.html"
MOST_COUNTED = 99


@require(Permission.FOLLOW_UP_VIEW)
@require_safe
def follow_up_count(request: StaffRequest) -> HttpResponse:
    """How many that fall to me are late or due today; whoever opens the address itself sees which."""
    if not asks_for_part(request):
        return redirect("engagement:follow_up_list")
    today = timezone.localdate()
    due = FollowUp.objects.due(today).cared_for_by(request.user, on=today)
    return render(request, PAGE, {"count": due[:MOST_COUNTED].count()})
