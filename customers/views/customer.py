"""The customers: their page, and what is said about them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, fragment_or_redirect, page_or_fragment, posted
from customers.actions.customer import create_customer, edit_customer, set_do_not_disturb
from customers.actions.referral import NotAReferral, record_referral
from customers.conflict import conflict_of
from customers.forms.customer import CustomerForm
from customers.forms.interaction import InteractionForm
from customers.key_figures import key_figures
from customers.listing import Listing
from customers.models import Customer, QuickFactKind, Segment
from customers.neighbours import Neighbours, neighbours
from customers.sharing import SomebodyHasIt, refuse_unless_meant
from customers.sides import customer_side, with_side
from customers.stale import SomebodyWasFaster
from customers.timeline import Place, stream_of
from customers.views.erasure import gone_or_404

PAGE = "customers/customer_detail.html"
FORM_PAGE = "customers/customer_form.html"
TYPED = {"phones": "phone", "emails": "email"}


@require(Permission.CUSTOMER_VIEW)
@require_safe
def customer_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Who they are, what we log now, and everything that ever happened."""
    seen = Customer.objects.visible_to(request.user).select_related("household", "looked_after_by")
    customer = with_side(seen).filter(pk=pk).first()
    if customer is None:
        return gone_or_404(request, pk)
    context = {
        **stream_of(customer, Place.of(request.GET), request.user),
        "figures": key_figures(customer),
        "form": InteractionForm(initial={"kind": request.GET.get("log", "visit")}),
        "side": customer_side(customer, request.user),
        "fact_kinds": QuickFactKind.choices,
        "neighbours": _neighbours(request, customer),
    }
    return page_or_fragment(request, PAGE, context, fragment="fresh_stream")


def _neighbours(request: StaffRequest, customer: Customer) -> Neighbours | None:
    """Who stands beside them in the list they were opened from, if it was one."""
    if "in" not in request.GET:
        return None
    listing = Listing(request.GET["in"][:4000], lists=Segment.objects.visible_to(request.user))
    return neighbours(customer, listing, among=Customer.objects.visible_to(request.user))


def _find(request: StaffRequest, pk: int) -> Customer:
    seen = Customer.objects.visible_to(request.user)
    people = seen.select_related("household", "looked_after_by", "created_by")
    return get_object_or_404(people.prefetch_related("tags", "phones"), pk=pk)


@require(Permission.CUSTOMER_ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def customer_add(request: StaffRequest) -> HttpResponse:
    """A new customer, as much or as little as we know."""
    form = CustomerForm(posted(request), shop=request.shop, user=request.user, initial=_typed_name(request))
    if request.method != "POST":
        return render(request, FORM_PAGE, {"form": form})
    if not form.is_valid():
        return form_again(request, FORM_PAGE, {"form": form})
    try:
        customer = only_once(
            form.cleaned_data["once"], Customer, lambda: _add(request, form), by=request.user
        )
    except SomebodyHasIt as found:
        return _ask_first(request, found, {"form": form})
    except NotAReferral as wrong:
        form.add_error("sent_by", wrong.sentence)
        return form_again(request, FORM_PAGE, {"form": form})
    messages.success(request, _("%(name)s was added.") % {"name": customer})
    return redirect("customers:customer_detail", customer.pk)


def _add(request: StaffRequest, form: CustomerForm) -> Customer:
    """Sent twice, the form finds itself: that is why the question is asked in here."""
    _refuse_unless_meant(request, form)
    customer = create_customer(form.details(), by=request.user)
    if advocate := form.cleaned_data.get("sent_by"):
        record_referral(customer, advocate=advocate, way=form.way, by=request.user)
    return customer


def _refuse_unless_meant(request: StaffRequest, form: CustomerForm) -> None:
    people = form.shared_with(Customer.objects.visible_to(request.user))
    refuse_unless_meant(people, request.POST.get("anyway", "").split(","))


def _ask_first(request: StaffRequest, found: SomebodyHasIt, context: dict[str, Any]) -> HttpResponse:
    """Somebody has this phone, e-mail, card or name: the same person again, or do they share it?"""
    context["form"].blame(found.people)
    are_namesakes = all(each.is_namesake for each in found.people)
    return form_again(request, FORM_PAGE, context | {"sharing": found.people, "are_namesakes": are_namesakes})


def _typed_name(request: StaffRequest) -> dict[str, Any]:
    """Somebody typed a name or a number into the search box and nobody was found: keep it."""
    given, _space, family = request.GET.get("name", "").strip()[:160].partition(" ")
    lists = {field: [request.GET.get(key, "").strip()[:254]] for field, key in TYPED.items()}
    return {"given_name": given, "family_name": family, **lists}


@require(Permission.CUSTOMER_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def customer_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what is known; when a colleague was faster, say what they changed."""
    customer = _find(request, pk)
    form = CustomerForm(posted(request), shop=request.shop, customer=customer)
    context: dict[str, Any] = {"form": form, "customer": customer}
    if request.method != "POST":
        return render(request, FORM_PAGE, context)
    if not form.is_valid():
        return form_again(request, FORM_PAGE, context)
    version = form.cleaned_data["version"] or 0
    try:
        _refuse_unless_meant(request, form)
        customer = edit_customer(customer, form.details(), version=version, by=request.user)
    except SomebodyHasIt as found:
        return _ask_first(request, found, context)
    except SomebodyWasFaster as faster:
        return _show_conflict(request, customer, faster, context)
    messages.success(request, _("%(name)s was saved.") % {"name": customer})
    return redirect("customers:customer_detail", customer.pk)


def _show_conflict(
    request: StaffRequest, customer: Customer, faster: SomebodyWasFaster, context: dict[str, Any]
) -> HttpResponse:
    """The form again with everything typed, beside what a colleague wrote meanwhile."""
    fresh = _find(request, customer.pk)
    form = context["form"]
    form.data = {**form.data.dict(), "version": fresh.version}
    conflict = conflict_of(fresh, faster)
    return page_or_fragment(request, FORM_PAGE, context | {"conflict": conflict}, fragment="form", status=409)


@require(Permission.CUSTOMER_EDIT)
@require_POST
def customer_quiet(request: StaffRequest, pk: int) -> HttpResponse:
    """Do not disturb, or no longer."""
    customer = set_do_not_disturb(_find(request, pk), quiet=request.POST.get("quiet") == "1", by=request.user)
    context = {"customer": customer}
    return fragment_or_redirect(
        request, PAGE, context, fragment="quiet", to="customers:customer_detail", args=[pk]
    )
