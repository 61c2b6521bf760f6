"""Words of customers: kept with what they agreed to, shown to everybody, taken back by a link."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.shop.public_page import public_page
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import Order, keyset_page
from customers.models import Customer
from engagement.public_links import find_link
from feedback.actions.testimonial import (
    LINK,
    note_use,
    record_testimonial,
    withdraw_testimonial,
    withdrawal_address,
    withdrawal_addresses,
)
from feedback.forms.testimonial import TestimonialForm
from feedback.models import Response, Review, Testimonial
from feedback.voices import said

LIST = "feedback/testimonial_list.html"
FORM = "feedback/testimonial_add.html"
PUBLIC = "feedback/words_of_customers.html"
MINE = "feedback/testimonial_mine.html"
NEWEST: Order = ("-given_on", "-pk")
MOST = 30


@require(Permission.REVIEW_VIEW)
@require_safe
def testimonial_list(request: StaffRequest) -> HttpResponse:
    """The newest first, with where each may be shown and the page on which it is taken back."""
    rows = Testimonial.objects.select_related("customer")
    page = keyset_page(rows, order=NEWEST, after=request.GET.get("after"), size=25)
    addresses = withdrawal_addresses(page.rows) if request.user.can(Permission.REVIEW_WORK) else {}
    rows_with = [(row, addresses.get(row.pk, "")) for row in page.rows]
    context = {"page": page, "rows": rows_with, "today": timezone.localdate()}
    return page_or_fragment(request, LIST, context, fragment="rows")


@require(Permission.REVIEW_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def testimonial_add(request: StaffRequest) -> HttpResponse:
    """Write down what they agreed to."""
    form = TestimonialForm(posted(request), user=request.user, initial=_initial(request))
    if request.method != "POST":
        return render(request, FORM, {"form": form})
    if not form.is_valid():
        return form_again(request, FORM, {"form": form})
    typed, by = form.cleaned_data, request.user
    made = only_once(
        typed["once"],
        Testimonial,
        lambda: record_testimonial(typed["customer"], form.agreement(), by=by),
        by=by,
    )
    messages.success(
        request,
        _("Written down. They take it back at %s: give them this address.") % withdrawal_address(made),
    )
    return redirect("feedback:testimonial_list")


@require(Permission.REVIEW_WORK)
@require_POST
def testimonial_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """They took it back by word of mouth."""
    gone = withdraw_testimonial(get_object_or_404(Testimonial, pk=pk), by=request.user)
    if gone.used_where:
        messages.warning(request, _("Take it down here too: %s") % ", ".join(gone.used_where.splitlines()))
    return redirect("feedback:testimonial_list")


@require(Permission.REVIEW_WORK)
@require_POST
def testimonial_use(request: StaffRequest, pk: int) -> HttpResponse:
    """It is used there."""
    if where := request.POST.get("where", "").strip()[:120]:
        note_use(get_object_or_404(Testimonial, pk=pk), where, by=request.user)
    return redirect("feedback:testimonial_list")


@public_page()
@require_safe
def words_of_customers(request: HttpRequest) -> HttpResponse:
    """What we may show, the newest first, with how many comments there are: as a page or for a website."""
    shown = list(
        Testimonial.objects.on_the_web(timezone.localdate())
        .select_related("customer")
        .order_by("-given_on", "-pk")[:MOST]
    )
    total = max(_comments(), len(shown))
    if request.GET.get("as") == "json":
        words = [_as_json(testimonial) for testimonial in shown]
        return JsonResponse({"shown": len(shown), "of": total, "order": "newest first", "words": words})
    return render(request, PUBLIC, {"shown": shown, "total": total})


@public_page()
@require_http_methods(["GET", "HEAD", "POST"])
def testimonial_mine(request: HttpRequest, token: str) -> HttpResponse:
    """Their own words, where they are shown, and one button that takes them back."""
    link = find_link(token, LINK)
    number = link.about.partition(":")[2] if link else ""
    testimonial = Testimonial.objects.filter(pk=number).first() if number.isdecimal() else None
    if testimonial is None:
        return render(request, MINE, {"testimonial": None}, status=404)
    if request.method == "POST":
        testimonial = withdraw_testimonial(testimonial, by=None)
    return render(request, MINE, {"testimonial": testimonial})


def _initial(request: StaffRequest) -> dict[str, Any]:
    """Begun from a text: its words and whose they are stand in the form."""
    text = said(request.GET.get("about", ""), request.user)
    if text is None:
        return {}
    customer = Customer.objects.visible_to(request.user).filter(pk=text.customer_id or 0).first()
    return {"about": text.about, "words": text.text, "customer": customer}


def _comments() -> int:
    """Of how many comments these are some: all that customers wrote to us or in public."""
    written = Response.objects.counting().exclude(comment="").count()
    return written + Review.objects.exclude(text="").count()


def _as_json(testimonial: Testimonial) -> dict[str, str]:
    return {
        "words": testimonial.words,
        "by": testimonial.signature,
        "on": testimonial.given_on.isoformat(),
        "got": testimonial.reward,
    }
