"""Mail that came in: all of it, one pasted by hand, one written in the place of a customer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import keyset_page
from customers.forms.fields import new_key
from engagement.actions.inbound_mail import receive_mail
from engagement.forms.inbound import AsCustomerForm, PasteForm, typed_mail
from engagement.inbound.parsing import Parsed
from engagement.models import InboundMail, Message

LIST_PAGE = "engagement/inbound_list.html"
PASTE_PAGE = "engagement/inbound_paste.html"


@require(Permission.MESSAGE_VIEW)
@require_safe
def inbound_list(request: StaffRequest) -> HttpResponse:
    """The newest first, also of people we do not know."""
    rows = InboundMail.objects.select_related("customer", "answers__template_version")
    page = keyset_page(rows, order=("-id",), after=request.GET.get("after"))
    return page_or_fragment(request, LIST_PAGE, {"page": page}, fragment="rows")


@require(Permission.MESSAGE_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def inbound_paste(request: StaffRequest) -> HttpResponse:
    """A mail that reached us elsewhere, brought by hand; twice is once."""
    form = PasteForm(posted(request))
    if request.method != "POST":
        return render(request, PASTE_PAGE, {"form": form})
    if not form.is_valid():
        return form_again(request, PASTE_PAGE, {"form": form})
    received = receive_mail(typed_mail(form), by=request.user)
    messages.success(request, _("The mail is in."))
    if received.customer_id is None:
        messages.info(request, _("We do not know who wrote it."))
        return redirect("engagement:inbound_list")
    return redirect("customers:customer_detail", received.customer_id)


@require(Permission.MESSAGE_SEND)
@require_POST
def inbound_as_customer(request: StaffRequest, pk: int) -> HttpResponse:
    """Where mail is kept here: answer one in the place of its reader, to see what we make of it."""
    seen = Message.objects.visible_to(request.user).filter(customer__isnull=False)
    message = get_object_or_404(seen, pk=pk)
    if not message.is_captured:
        raise Http404
    form = AsCustomerForm(request.POST)
    if form.is_valid():
        receive_mail(_answer_to(message, form), by=request.user)
        messages.success(request, _("The answer is in, as if they had written it."))
    else:
        messages.error(request, _("An answer needs words."))
    return redirect("engagement:message_detail", pk)


def _answer_to(message: Message, form: AsCustomerForm) -> Parsed:
    once = form.cleaned_data["once"] or new_key()
    return Parsed(
        message_id=f"<{once}.{message.pk}@written.here>",
        from_email=message.to_email,
        subject=f"Re: {message.subject}"[:300],
        text=form.cleaned_data["text"],
        references=(message.message_id,),
    )
