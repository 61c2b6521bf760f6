"""The pace of our mail, and the ways to let it go on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from customers.stale import SomebodyWasFaster
from engagement.actions.mail_room import current_room, edit_mail_room, release_brake, restart_mail
from engagement.actions.server_away import ask_again_now
from engagement.forms.mail_room import SHOWN, MailRoomForm
from engagement.mail_state import mail_state
from engagement.models import MailRoom

PAGE = "engagement/mail_room.html"


@require(Permission.MAIL_ROOM_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_room(request: StaffRequest) -> HttpResponse:
    """Where mail goes, how much waits, and how fast it may leave."""
    room = MailRoom.objects.filter(pk=1).first() or MailRoom(pk=1)
    form = MailRoomForm(posted(request), room=room)
    context = {"form": form, "state": mail_state(room, timezone.now())}
    if request.method != "POST":
        return render(request, PAGE, context)
    if not form.is_valid():
        return form_again(request, PAGE, context)
    try:
        edit_mail_room(form.values(), version=form.cleaned_data["version"] or 0, by=request.user)
    except SomebodyWasFaster:
        return _again_with_news(request, form)
    messages.success(request, _("The pace was saved."))
    return redirect("engagement:mail_room")


@require(Permission.MAIL_ROOM_EDIT)
@require_POST
def mail_restart(request: StaffRequest) -> HttpResponse:
    """The mail server works again."""
    restart_mail(by=request.user)
    ask_again_now(by=request.user)
    messages.success(request, _("Mail leaves again."))
    return redirect("engagement:mail_room")


@require(Permission.MAIL_ROOM_EDIT)
@require_POST
def mail_brake_release(request: StaffRequest) -> HttpResponse:
    """Somebody has looked at what came back."""
    release_brake(by=request.user)
    messages.success(request, _("News, surveys and review requests leave again."))
    return redirect("engagement:mail_room")


def _again_with_news(request: StaffRequest, form: MailRoomForm) -> HttpResponse:
    room = current_room()
    typed = form.values()
    differs = [
        (form[name].label, getattr(room, name)) for name in SHOWN if getattr(room, name) != typed[name]
    ]
    again = MailRoomForm({**request.POST.dict(), "version": room.version}, room=room)
    context = {"form": again, "differs": differs, "state": mail_state(room, timezone.now())}
    return render(request, PAGE, context, status=409)
