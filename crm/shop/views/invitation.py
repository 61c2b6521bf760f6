"""Inviting somebody, and joining."""

import logging

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.actions.account_mail import mail_invitation
from crm.shop.actions.invitation import (
    Colleague,
    InvitationIsGone,
    WorksHereAlready,
    accept_invitation,
    invite,
    revoke_invitation,
    usable_invitation,
)
from crm.shop.actions.sign_in import INVITATION_ADDRESS, TooManyTries, neighbourhood, take
from crm.shop.actions.submission import only_once
from crm.shop.forms.invitation import JoinForm
from crm.shop.forms.staff import InviteForm
from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.mail import mail_is_set_up
from crm.shop.models import Invitation
from crm.shop.permissions import Permission
from crm.shop.views.staff import LINK
from crm.shop.waiting import please_wait
from crm.web.answers import form_again

INVITE = "shop/staff_invite.html"
ACCEPT = "shop/invitation_accept.html"
logger = logging.getLogger(__name__)


@require(Permission.STAFF_MANAGE)
@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def staff_invite(request: StaffRequest) -> HttpResponse:
    """Ask who is to join; the link goes by mail and stands once on the next page to copy."""
    form = InviteForm(request.POST or None)
    if request.method != "POST":
        return render(request, INVITE, {"form": form})
    if not form.is_valid():
        return form_again(request, INVITE, {"form": form})
    try:
        _invite_once(request, form.cleaned_data)
    except WorksHereAlready:
        form.add_error("email", _("Somebody with this e-mail works here already, or did."))
        return form_again(request, INVITE, {"form": form})
    except TooManyTries as refusal:
        return please_wait(request, refusal.seconds)
    return redirect("shop:staff_list")


def _invite_once(request: StaffRequest, answers: dict[str, str]) -> None:
    colleague = Colleague(answers["name"], answers["email"], answers["role"])
    links: list[str] = []

    def write() -> Invitation:
        invitation, link = invite(colleague, by=request.user)
        links.append(link)
        return invitation

    invitation = only_once(answers["once"], Invitation, write, by=request.user)
    for link in links:
        request.session[LINK] = link
        _mail(request, invitation, link)


def _mail(request: StaffRequest, invitation: Invitation, link: str) -> None:
    try:
        is_sent = mail_invitation(invitation, link)
    except OSError as problem:
        logger.warning("invitation_mail_failed problem=%s", type(problem).__name__)
        is_sent = False
    if not is_sent:
        messages.warning(request, _("The mail could not be sent. Copy the link and hand it over yourself."))
    elif not mail_is_set_up():
        messages.warning(
            request, _("Mail of this shop is not set up yet. Copy the link and hand it over yourself.")
        )
    else:
        messages.success(request, _("%(name)s has mail.") % {"name": invitation.name})


@require(Permission.STAFF_MANAGE)
@require_POST
def invitation_revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    revoke_invitation(get_object_or_404(Invitation, pk=pk), by=request.user)
    messages.success(request, _("The link does not work any more."))
    return redirect("shop:staff_list")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a name and a password. Whatever is wrong with a link, the answer is the same."""
    try:
        invitation = usable_invitation(token)
    except InvitationIsGone:
        return _gone(request)
    form = JoinForm(request.POST or None, invitation=invitation)
    if request.method != "POST":
        return render(request, ACCEPT, {"form": form, "invitation": invitation})
    if not form.is_valid():
        return form_again(request, ACCEPT, {"form": form, "invitation": invitation})
    return _join(request, token, form)


def _join(request: HttpRequest, token: str, form: JoinForm) -> HttpResponse:
    try:
        person = accept_invitation(token, **form.cleaned_data)
    except InvitationIsGone:
        return _gone(request)
    request.session.flush()
    get_adapter().login(request, person)
    messages.success(request, _("Welcome, %(name)s.") % {"name": person.name})
    return redirect("home")


def _gone(request: HttpRequest) -> HttpResponse:
    try:
        take(INVITATION_ADDRESS, neighbourhood(request.META["REMOTE_ADDR"]))
    except TooManyTries as refusal:
        return please_wait(request, refusal.seconds)
    return render(request, "shop/invitation_gone.html", status=404)
