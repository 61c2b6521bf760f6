"""The team: good words that name a colleague, and ideas that were taken up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.models import User
from crm.shop.permissions import Permission
from crm.web.paging import in_one_piece
from feedback.actions.praise import drop_praise
from feedback.for_me import for_me
from feedback.models import Praise
from feedback.praise_figures import WINDOW, recognise

PAGE = "feedback/praise_list.html"


@require(Permission.PRAISE_VIEW)
@require_safe
def praise_list(request: StaffRequest) -> HttpResponse:
    """Everybody who works here, what was said of them in the last 90 days, and what waits for this person."""
    in_one_piece(User.objects.active())
    today = timezone.localdate()
    people = recognise(request.user, since=today - WINDOW, until=today)
    context = {"people": people, "days": WINDOW.days, "mine": for_me(request.user, today)}
    return render(request, PAGE, context)


@require(Permission.PRAISE_JUDGE)
@require_POST
def praise_drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody else of this name was meant."""
    drop_praise(get_object_or_404(Praise.objects.all(), pk=pk), by=request.user)
    messages.success(request, _("Taken away here. The words stay where they are."))
    return redirect("feedback:praise_list")
