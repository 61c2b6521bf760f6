"""Invitations: the guest's own answer by a link, and the ticks at the door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.shop.public_page import is_colleague, public_page
from engagement.actions.attendance import EventIsFull, answer_invitation, note_attended, seats_left
from engagement.actions.message_event import note_click
from engagement.models import AnnouncementRecipient, Attendance, LinkPurpose, PublicLink
from engagement.public_links import find_link
from engagement.views.public import link_gone

PAGE = "engagement/announcement_attend.html"
ANSWERS = (Attendance.COMING, Attendance.NOT_COMING)


@require(Permission.ANNOUNCEMENT_SEND)
@require_POST
def announcement_attended(request: StaffRequest, pk: int, recipient_pk: int) -> HttpResponse:
    """They were there."""
    people = AnnouncementRecipient.objects.select_related("announcement", "customer")
    note_attended(get_object_or_404(people, pk=recipient_pk, announcement=pk), by=request.user)
    return redirect("engagement:announcement_people", pk)


@public_page()
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_attend(request: HttpRequest, token: str) -> HttpResponse:
    """Are you coming? Looking changes nothing; only the button does."""
    link = find_link(token, LinkPurpose.ATTENDANCE)
    recipient = _invited(link)
    if link is None or recipient is None:
        return link_gone()
    is_theirs, problem, status = not is_colleague(request), "", 200
    if request.method == "POST":
        problem = _answer(request, recipient, link) if is_theirs else ""
        status = 403 if not is_theirs else 409 if problem else 200
    recipient.refresh_from_db(fields=["attendance"])
    left = seats_left(recipient.announcement)
    context = {"recipient": recipient, "event": recipient.announcement, "problem": problem, "left": left}
    return render(request, PAGE, context | {"is_colleague": not is_theirs}, status=status)


def _invited(link: PublicLink | None) -> AnnouncementRecipient | None:
    """Whom the link belongs to, on the list of its event."""
    number = link.about.rpartition(":")[2] if link else ""
    if link is None or not number.isdecimal():
        return None
    people = AnnouncementRecipient.objects.select_related("announcement")
    return people.filter(announcement=int(number), customer=link.customer).first()


def _answer(request: HttpRequest, recipient: AnnouncementRecipient, link: PublicLink) -> str:
    answer = request.POST.get("answer", "")
    if answer not in ANSWERS:
        return _("Please choose one of the two.")
    note_click(link.message_id)
    try:
        answer_invitation(recipient, answer, by=None)
    except EventIsFull:
        return _("We are sorry: every seat is taken.")
    return ""
