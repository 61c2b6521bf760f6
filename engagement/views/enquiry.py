"""Questions: what waits, one of them with its answer, a new one."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.shop.standing_in import covered_by
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import Order, keyset_page
from customers.models import Customer
from engagement.actions.enquiry import (
    SomebodyAnswered,
    answer_enquiry,
    close_enquiry,
    open_enquiry,
    recognise_sender,
    reopen_enquiry,
    take_enquiry,
)
from engagement.actions.enquiry_mail import NoAddress, address_of
from engagement.answering import why_no_mail
from engagement.article_search import fitting_articles, in_plain_words
from engagement.enquiry_cards import Card, cards_of
from engagement.forms.enquiry import AnswerForm, EnquiryForm, SenderForm
from engagement.models import Article, Enquiry, EnquiryState
from engagement.opened_for import customer_named
from engagement.places import Places

LIST = "engagement/enquiry_list.html"
PAGE = "engagement/enquiry_detail.html"
FORM = "engagement/enquiry_add.html"
SHOWN = {
    "": (gettext_lazy("Waiting"), (EnquiryState.OPEN,)),
    "answered": (gettext_lazy("Answered"), (EnquiryState.ANSWERED,)),
    "closed": (gettext_lazy("Closed"), (EnquiryState.CLOSED, EnquiryState.SPAM)),
}
OLDEST: Order = ("waiting_since", "pk")
NEWEST: Order = ("-received_at", "-pk")


@require(Permission.ENQUIRY_VIEW)
@require_safe
def enquiry_list(request: StaffRequest) -> HttpResponse:
    """What waits, the oldest first; or what was answered or closed, the newest first."""
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    rows = _with_people(request).filter(state__in=SHOWN[show][1])
    is_mine = request.GET.get("whose") == "mine"
    rows = rows.filter(owner__in=covered_by(request.user, on=timezone.localdate())) if is_mine else rows
    page = keyset_page(rows, order=NEWEST if show else OLDEST, after=request.GET.get("after"))
    chips = [(key, label) for key, (label, _states) in SHOWN.items()]
    context = {"page": page, "cards": _cards(request, page.rows), "show": show, "chips": chips}
    return page_or_fragment(request, LIST, context | {"is_mine": is_mine}, fragment="rows")


@require(Permission.ENQUIRY_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_add(request: StaffRequest) -> HttpResponse:
    """Write a question down."""
    initial = {"customer": customer_named(request.GET.get("customer", ""), request.user)}
    form = EnquiryForm(posted(request), user=request.user, initial=initial)
    if request.method != "POST":
        return render(request, FORM, {"form": form})
    if not form.is_valid():
        return form_again(request, FORM, {"form": form})
    key, by = form.cleaned_data["once"], request.user
    enquiry = only_once(key, Enquiry, lambda: open_enquiry(form.asked(), by=by), by=by)
    messages.success(request, _("The question waits for an answer."))
    return redirect("engagement:enquiry_detail", enquiry.pk)


@require(Permission.ENQUIRY_VIEW)
@require_safe
def enquiry_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The question, its clock, and room for the answer."""
    enquiry = _find(request, pk)
    return render(request, PAGE, _context(request, enquiry))


@require(Permission.ENQUIRY_WORK)
@require_POST
def enquiry_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer it, by mail or as it was given already."""
    enquiry = _find(request, pk)
    form = AnswerForm(request.POST, address=_mail_address(request, enquiry))
    if not form.is_valid():
        return form_again(request, PAGE, _context(request, enquiry, answer=form), fragment="answer")
    try:
        answer_enquiry(enquiry, text=form.cleaned_data["text"], by=request.user, **form.way)
    except SomebodyAnswered as faster:
        context = _context(request, faster.enquiry, answer=form) | {"typed": form.cleaned_data["text"]}
        return page_or_fragment(request, PAGE, context, fragment="answer", status=409)
    except NoAddress:
        form.add_error("how", _("Their e-mail address is gone."))
        return form_again(request, PAGE, _context(request, enquiry, answer=form), fragment="answer")
    messages.success(request, _("Answered."))
    return redirect("engagement:enquiry_detail", pk)


@require(Permission.ENQUIRY_WORK)
@require_POST
def enquiry_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Close it, open it again, take it or leave it: the button says which."""
    enquiry, by = _find(request, pk), request.user
    what = request.POST.get("do", "")
    if what in {"close", "spam"}:
        close_enquiry(enquiry, as_spam=what == "spam", by=by)
    elif what == "reopen":
        reopen_enquiry(enquiry, by=by)
    elif what in {"take", "leave"}:
        take_enquiry(enquiry, owner=by if what == "take" else None, by=by)
    return redirect("engagement:enquiry_detail", pk)


@require(Permission.ENQUIRY_WORK)
@require_POST
def enquiry_recognise(request: StaffRequest, pk: int) -> HttpResponse:
    """Say which customer asked."""
    enquiry = _find(request, pk)
    form = SenderForm(request.POST, user=request.user)
    if not form.is_valid():
        return form_again(request, PAGE, _context(request, enquiry, sender=form), fragment="sender")
    recognise_sender(enquiry, customer=form.chosen, by=request.user)
    return redirect("engagement:enquiry_detail", pk)


def _with_people(request: StaffRequest) -> QuerySet[Enquiry]:
    return Enquiry.objects.visible_to(request.user).select_related("customer", "owner", "location")


def _find(request: StaffRequest, pk: int) -> Enquiry:
    people = _with_people(request).select_related("answered_by", "closed_by", "created_by")
    return get_object_or_404(people, pk=pk)


def _cards(request: StaffRequest, rows: list[Enquiry]) -> list[Card]:
    return cards_of(rows, Places(request.shop), timezone.now())


def _context(request: StaffRequest, enquiry: Enquiry, **forms: Any) -> dict[str, Any]:
    address = _mail_address(request, enquiry)
    return {
        "card": _cards(request, [enquiry])[0],
        "enquiry": enquiry,
        "answer": forms.get("answer") or AnswerForm(address=address),
        "sender": forms.get("sender") or _sender_form(request, enquiry),
        "why_no_mail": _why_no_mail(request, enquiry),
        "fitting": _fitting(request, enquiry),
    }


def _sender_form(request: StaffRequest, enquiry: Enquiry) -> SenderForm:
    """Whoever has this very address stands in it already; two may share one, and are asked."""
    address, known = enquiry.sender_email, []
    if address and not enquiry.customer_id:
        people = Customer.objects.visible_to(request.user).filter(emails__address__iexact=address)
        known = list(people.distinct()[:2])
    return SenderForm(user=request.user, initial={"customer": known[0]} if len(known) == 1 else None)


def _fitting(request: StaffRequest, enquiry: Enquiry) -> list[Article]:
    """What the shop has written about it already, for whoever writes the answer."""
    may = enquiry.is_open and request.user.can(Permission.ARTICLE_VIEW)
    return in_plain_words(fitting_articles(enquiry.question)) if may else []


def _mail_address(request: StaffRequest, enquiry: Enquiry) -> str:
    """Where this person may have a mail sent."""
    may = request.user.can(Permission.MESSAGE_SEND) and enquiry.is_open
    return address_of(enquiry) if may and not _why_no_mail(request, enquiry) else ""


def _why_no_mail(request: StaffRequest, enquiry: Enquiry) -> str:
    """Why a mail to them would not leave; empty where nothing is against it, or nobody asks."""
    if not (enquiry.is_open and request.user.can(Permission.MESSAGE_SEND)):
        return ""
    return why_no_mail(enquiry)
