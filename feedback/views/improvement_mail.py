"""The mail “you said, we did” to look at, as each who asked to hear would get it. Nothing is sent."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.policy import own_policy
from engagement.mail_view import for_a_frame
from engagement.preview import preview
from engagement.rendering import Rendering, Words
from feedback.actions.improvement_news import Listener, draft_for, listeners_of
from feedback.models import Improvement

PAGE = "feedback/improvement_mail.html"


@require(Permission.IMPROVEMENT_TELL)
@own_policy("feedback:improvement_mail")
@require_safe
def improvement_mail(request: StaffRequest, pk: int) -> HttpResponse:
    """The mail to one of them, and whose else can be looked at."""
    improvement = get_object_or_404(Improvement, pk=pk)
    listeners = listeners_of(improvement, request.user)
    listener = _chosen(request, listeners)
    context = {
        "improvement": improvement,
        "listeners": listeners,
        "listener": listener,
        "mail": _drawn(request, improvement, listener) if listener else None,
    }
    return render(request, PAGE, context)


@require(Permission.IMPROVEMENT_TELL)
@own_policy("feedback:improvement_mail_html")
@xframe_options_sameorigin
@require_safe
def improvement_mail_html(request: StaffRequest, pk: int) -> HttpResponse:
    """Only the mail itself, for the frames of the page."""
    improvement = get_object_or_404(Improvement, pk=pk)
    listener = _chosen(request, listeners_of(improvement, request.user))
    mail = _drawn(request, improvement, listener) if listener else None
    if mail is None:
        raise Http404
    return HttpResponse(for_a_frame(mail.html))


def _chosen(request: StaffRequest, listeners: list[Listener]) -> Listener | None:
    """The one asked for, else the first."""
    wanted = request.GET.get("as", "")
    found = (each for each in listeners if str(each.customer.pk) == wanted)
    return next(found, listeners[0] if listeners else None)


def _drawn(request: StaffRequest, improvement: Improvement, listener: Listener) -> Rendering | None:
    draft = draft_for(improvement, listener)
    version = draft.template.current if draft.template else None
    words = Words(draft.subject, draft.body, "", draft.message_class)
    if version is not None:
        words = Words(version.subject, version.body, version.text_body, draft.message_class)
    told = {name: str(value) for name, value in draft.context.items()}
    try:
        return preview(
            words, draft.topic, reader=listener.customer, shop=request.shop, by=request.user, context=told
        )
    except ValueError:
        return None
