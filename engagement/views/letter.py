"""A mail to one customer, by hand."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from customers.forms.fields import new_key
from customers.models import ConsentTopic, Customer
from engagement.actions.message import Draft, plan_message
from engagement.eligibility import why_not_to_them
from engagement.forms.message import LetterForm
from engagement.models import EmailTemplate, Message, MessageClass, SkipReason

PAGE = "engagement/message_write.html"
BY_HAND = "by_hand"
PRIORITY = 5  # somebody stands at the counter and waits


@require(Permission.MESSAGE_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def message_write(request: StaffRequest, pk: int) -> HttpResponse:
    """Write to one customer; whether it may leave is said before anything is typed."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = LetterForm(posted(request), initial=_words_of_a_template(request.GET.get("template", "")))
    context = {"form": form, "customer": customer, **_obstacles(customer, timezone.now())}
    if request.method != "POST":
        return render(request, PAGE, context)
    if not form.is_valid():
        return form_again(request, PAGE, context)
    message = only_once(
        form.cleaned_data["once"], Message, lambda: _plan(form, customer, request), by=request.user
    )
    messages.success(request, _("It leaves in a moment."))
    return redirect("engagement:message_detail", message.pk)


def _plan(form: LetterForm, customer: Customer, request: StaffRequest) -> Message:
    draft = Draft(
        dedupe_key=f"{BY_HAND}:{customer.pk}:{new_key()}",
        purpose=BY_HAND,
        subject=form.cleaned_data["subject"],
        body=form.cleaned_data["body"],
        priority=PRIORITY,
        **form.law,
    )
    return plan_message(draft, customer=customer, by=request.user)


def _words_of_a_template(number: str) -> dict[str, str]:
    found = EmailTemplate.objects.in_use().filter(pk=int(number)) if number.isdecimal() else None
    template = found.select_related("current").first() if found is not None else None
    current = template.current if template else None
    return {"subject": current.subject, "body": current.body} if current else {}


def _obstacles(customer: Customer, now: datetime) -> dict[str, str]:
    """Why a letter, and why news, would not be sent to them today; empty where nothing is against it."""
    letter = Message(customer=customer, message_class=MessageClass.TRANSACTIONAL)
    news = Message(customer=customer, message_class=MessageClass.MARKETING, topic=ConsentTopic.NEWS)
    return {
        "no_letter": _words(why_not_to_them(letter, customer, now)),
        "no_news": _words(why_not_to_them(news, customer, now)),
    }


def _words(reason: SkipReason | None) -> str:
    return str(SkipReason(reason).label) if reason else ""
