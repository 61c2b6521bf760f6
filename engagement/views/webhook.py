"""The programs that are told what happens here: all of them, a new one, one changed or removed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.permissions import Permission
from crm.shop.stale import SomebodyWasFaster
from crm.web.answers import form_again, page_or_fragment, posted, stale_form_again
from crm.web.paging import keyset_page
from customers.forms.fields import OnceForm
from engagement.actions.webhook import (
    TooManyWebhooks,
    add_webhook,
    edit_webhook,
    pause_webhook,
    remove_webhook,
    renew_secret,
    resume_webhook,
    secrets_in_force,
)
from engagement.actions.webhook_delivery import replay_failed
from engagement.actions.webhook_news import send_test
from engagement.forms.webhook import WebhookForm
from engagement.models import Webhook

LIST = "engagement/webhook_list.html"
FORM = "engagement/webhook_edit.html"
SECRET = "engagement/webhook_secret.html"  # noqa: S105 - a page
REMOVE = "engagement/webhook_remove.html"
KEPT = ("name", "address", "events", "version")


@require(Permission.WEBHOOK_MANAGE)
@require_safe
def webhook_list(request: StaffRequest) -> HttpResponse:
    """Whom we tell, and whether they listen."""
    page = keyset_page(Webhook.objects.all(), order=("-pk",), after=request.GET.get("after"))
    return page_or_fragment(request, LIST, {"page": page}, fragment="rows")


@require(Permission.WEBHOOK_MANAGE)
@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_add(request: StaffRequest) -> HttpResponse:
    """Tell one more. Its secret stands on the answer and on no other page."""
    form = WebhookForm(posted(request))
    if request.method != "POST":
        return render(request, FORM, {"form": form})
    if not form.is_valid():
        return form_again(request, FORM, {"form": form})
    secrets: list[str] = []

    def add() -> Webhook:
        webhook, secret = add_webhook(form.target(), by=request.user)
        secrets.append(secret)
        return webhook

    try:
        webhook = only_once(form.cleaned_data["once"], Webhook, add, by=request.user)
    except TooManyWebhooks:
        form.add_error(None, _("There are too many already. Remove one first."))
        return form_again(request, FORM, {"form": form})
    return render(request, SECRET, {"webhook": webhook, "secret": next(iter(secrets), ""), "is_new": True})


@require(Permission.WEBHOOK_MANAGE)
@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Another address, or other events; the secret stays."""
    webhook = get_object_or_404(Webhook, pk=pk)
    form = WebhookForm(posted(request), initial=_kept(webhook))
    context: dict[str, Any] = {"form": form, "webhook": webhook}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return form_again(request, FORM, context)
    try:
        edit_webhook(webhook, form.target(), version=form.cleaned_data["version"] or 0, by=request.user)
    except SomebodyWasFaster:
        webhook.refresh_from_db()
        stands = WebhookForm(initial=_kept(webhook))
        return stale_form_again(request, FORM, context, form=form, version=webhook.version, stands=stands)
    return redirect("engagement:webhook_detail", pk)


@require(Permission.WEBHOOK_MANAGE)
@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_secret(request: StaffRequest, pk: int) -> HttpResponse:
    """A new secret: asked first, then shown on this answer only.

    A second press of the same button gets the same one: after another the receiver's would be good no more.
    """
    webhook, form = get_object_or_404(Webhook, pk=pk), OnceForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return render(request, SECRET, {"webhook": webhook, "form": form})
    key, by = form.cleaned_data["once"], request.user
    webhook = only_once(key, Webhook, lambda: renew_secret(webhook, by=by)[0], by=by)
    return render(request, SECRET, {"webhook": webhook, "secret": secrets_in_force(webhook)[0]})


@require(Permission.WEBHOOK_MANAGE)
@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Asked first: the log goes with it."""
    webhook = get_object_or_404(Webhook, pk=pk)
    if request.method != "POST":
        return render(request, REMOVE, {"webhook": webhook})
    remove_webhook(webhook, by=request.user)
    messages.success(request, _("“%(name)s” is not told anything any more.") % {"name": webhook.name})
    return redirect("engagement:webhook_list")


@require(Permission.WEBHOOK_MANAGE)
@require_POST
def webhook_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Try it, pause it, go on, tell again what was given up: the button says which."""
    webhook, do = get_object_or_404(Webhook, pk=pk), request.POST.get("do", "")
    if do in MOVES:
        messages.success(request, MOVES[do](webhook, request))
    return redirect("engagement:webhook_detail", pk)


def _try(webhook: Webhook, request: StaffRequest) -> str:
    send_test(webhook, by=request.user)
    return _("A test is on its way. Look below in a few seconds.")


def _pause(webhook: Webhook, request: StaffRequest) -> str:
    pause_webhook(webhook, by=request.user)
    return _("It is told nothing for now.")


def _resume(webhook: Webhook, request: StaffRequest) -> str:
    resume_webhook(webhook, by=request.user)
    return _("It is told what happens from now on.")


def _replay(webhook: Webhook, request: StaffRequest) -> str:
    count = replay_failed(webhook, by=request.user)
    return _("Told once more: %d.") % count


MOVES: dict[str, Callable[[Webhook, StaffRequest], str]] = {
    "test": _try,
    "pause": _pause,
    "resume": _resume,
    "replay": _replay,
}


def _kept(webhook: Webhook) -> dict[str, Any]:
    return {name: getattr(webhook, name) for name in KEPT}
