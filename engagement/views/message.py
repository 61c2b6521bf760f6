"""The outbox: what left, what waits, what did not leave and why."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import page_or_fragment
from crm.web.paging import keyset_page
from crm.web.policy import own_policy
from engagement.actions.message import cancel_message, send_again
from engagement.forms.inbound import AsCustomerForm
from engagement.forms.message import MessageFilter
from engagement.mail_view import as_it_arrives, view_of
from engagement.models import Message, MessageState

LIST_PAGE = "engagement/message_list.html"
PAGE = "engagement/message_detail.html"


@require(Permission.MESSAGE_VIEW)
@require_safe
def message_list(request: StaffRequest) -> HttpResponse:
    """The newest first."""
    form = MessageFilter(request.GET)
    found = form.apply(Message.objects.visible_to(request.user))
    related = found.select_related("customer", "staff", "template_version")
    page = keyset_page(related, order=("-id",), after=request.GET.get("after"))
    return page_or_fragment(request, LIST_PAGE, {"form": form, "page": page}, fragment="rows")


@require(Permission.MESSAGE_VIEW)
@own_policy("engagement:message_detail")
@require_safe
def message_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One mail as it arrives, and what became of it."""
    message = _find(request, pk)
    return render(
        request, PAGE, {"message": message, "view": view_of(message), "as_customer": AsCustomerForm()}
    )


@require(Permission.MESSAGE_VIEW)
@own_policy("engagement:message_html")
@xframe_options_sameorigin
@require_safe
def message_html(request: StaffRequest, pk: int) -> HttpResponse:
    """Only the mail itself: for the frame of its page, where it can do nothing but be looked at."""
    return HttpResponse(as_it_arrives(_find(request, pk)))


@require(Permission.MESSAGE_SEND)
@require_POST
def message_resend(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody has looked, and it shall leave all the same."""
    message = _find(request, pk)
    if send_again(message, by=request.user).state == MessageState.PLANNED:
        messages.success(request, _("It leaves in a moment."))
    return redirect("engagement:message_detail", pk)


@require(Permission.MESSAGE_SEND)
@require_POST
def message_cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Call it off, if it has not left yet."""
    message = cancel_message(_find(request, pk), by=request.user)
    if message.state != MessageState.CANCELLED:
        messages.warning(request, _("It is too late for that."))
    return redirect("engagement:message_detail", pk)


def _find(request: StaffRequest, pk: int) -> Message:
    related = Message.objects.select_related("customer", "staff", "template_version", "created_by")
    return get_object_or_404(related.visible_to(request.user), pk=pk)
