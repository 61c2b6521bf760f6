"""Addresses we do not write to: all of them, one more, one less, as a file in and out."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import keyset_page
from crm.web.table_file import table_file
from customers.actions.consent import Answer, record_consent
from customers.models import ConsentChannel, Customer
from engagement.actions.suppression import NoFreshConsent, lift_suppression, suppress
from engagement.actions.suppression_list import bring_list, take_list_out
from engagement.addresses import address_hash
from engagement.forms.suppression import LiftForm, ListForm, SuppressForm
from engagement.models import Suppression, SuppressionReason

LIST_PAGE = "engagement/suppression_list.html"
ADD_PAGE = "engagement/suppression_add.html"
LIFT_PAGE = "engagement/suppression_lift.html"
IMPORT_PAGE = "engagement/suppression_import.html"


@require(Permission.SUPPRESSION_VIEW)
@require_safe
def suppression_list(request: StaffRequest) -> HttpResponse:
    """The newest first; an address is found by its own hash."""
    wanted = request.GET.get("address", "").strip()
    rows = (
        Suppression.objects.filter(address_hash=address_hash(wanted)) if wanted else Suppression.objects.all()
    )
    page = keyset_page(rows.select_related("by"), order=("-at", "-id"), after=request.GET.get("after"))
    context = {"page": page, "wanted": wanted, "now": timezone.now()}
    return page_or_fragment(request, LIST_PAGE, context, fragment="rows")


@require(Permission.SUPPRESSION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def suppression_add(request: StaffRequest) -> HttpResponse:
    """One address, by hand."""
    form = SuppressForm(posted(request))
    if request.method != "POST":
        return render(request, ADD_PAGE, {"form": form})
    if not form.is_valid():
        return form_again(request, ADD_PAGE, {"form": form})
    typed = form.cleaned_data
    suppress(
        typed["address"],
        reason=SuppressionReason.MANUAL,
        scope=typed["scope"],
        note=typed["note"],
        source="by hand",
        by=request.user,
    )
    messages.success(request, _("We do not write to this address any more."))
    return redirect("engagement:suppression_list")


@require(Permission.SUPPRESSION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def suppression_lift(request: StaffRequest, pk: int) -> HttpResponse:
    """Let an address be written to again: with a reason, and a yes since."""
    row = get_object_or_404(Suppression, pk=pk)
    form = LiftForm(posted(request))
    context = {"form": form, "row": row}
    if request.method != "POST":
        return render(request, LIFT_PAGE, context)
    if form.is_valid() and _lift(row, form, request):
        messages.success(request, _("This address may be written to again."))
        return redirect("engagement:suppression_list")
    return form_again(request, LIFT_PAGE, context)


@require(Permission.SUPPRESSION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def suppression_import(request: StaffRequest) -> HttpResponse:
    """A list from another program: nobody on it is written to."""
    form = ListForm(posted(request), request.FILES or None)
    if request.method != "POST":
        return render(request, IMPORT_PAGE, {"form": form})
    if not form.is_valid():
        return form_again(request, IMPORT_PAGE, {"form": form})
    found = form.cleaned_data["file"]
    new = bring_list(found, by=request.user)
    messages.success(request, ngettext("%d address is new.", "%d addresses are new.", new) % new)
    if found.not_understood:
        messages.warning(request, _("Lines we did not understand: %s") % found.odd_ones)
    return redirect("engagement:suppression_list")


@require(Permission.SUPPRESSION_EDIT)  # type: ignore[arg-type] # to the stubs, a stream is no HttpResponse
@require_POST
def suppression_export(request: StaffRequest) -> StreamingHttpResponse:
    """All that stands, as a file."""
    return table_file(take_list_out(by=request.user), "not-written-to")


def _lift(row: Suppression, form: LiftForm, request: StaffRequest) -> bool:
    typed = form.cleaned_data
    if typed["topic"] and row.lifted_at is None and not _write_down_the_yes(row, form, request):
        return False
    try:
        lift_suppression(row, because=typed["because"], by=request.user)
    except NoFreshConsent:
        form.add_error(None, _("Nobody with this address has said yes since it was put on the list."))
        return False
    return True


def _write_down_the_yes(row: Suppression, form: LiftForm, request: StaffRequest) -> bool:
    typed = form.cleaned_data
    seen = Customer.objects.visible_to(request.user)
    customer = seen.filter(emails__address__iexact=typed["address"]).order_by("pk").first()
    if customer is None or address_hash(typed["address"]) != row.address_hash:
        form.add_error("address", _("No customer of ours has this very address."))
        return False
    asked = (ConsentChannel.EMAIL, typed["topic"], True, _("At the counter"), typed["wording"])
    answer = Answer(*asked, is_renewed=True)
    record_consent(customer, answer, by=request.user)
    return True
