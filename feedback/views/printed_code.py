"""Codes on paper, for staff: where they hang, new ones, and sheets to print."""

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.models import ShopSettings
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import keyset_page
from crm.web.sheets import paper_answer
from feedback.actions.printed_code import end_printed_code, make_printed_code
from feedback.forms.printed_code import PrintedCodeForm
from feedback.models import PrintedCode
from feedback.printed_papers import SIZES, address_of, printed, short_address

LIST, ADD = "feedback/printed_code_list.html", "feedback/printed_code_add.html"


@require(Permission.SURVEY_VIEW)
@require_safe
def printed_code_list(request: StaffRequest) -> HttpResponse:
    """The codes that hang in the shop, each with its address in letters beside it."""
    codes = _codes().annotate(answers=Count("responses"))
    page = keyset_page(codes, order=("-pk",), after=request.GET.get("after"), size=20)
    rows = [(code, address_of(code), short_address(code)) for code in page.rows]
    return page_or_fragment(
        request, LIST, {"page": page, "rows": rows, "sizes": SIZES.items()}, fragment="rows"
    )


@require(Permission.SURVEY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def printed_code_add(request: StaffRequest) -> HttpResponse:
    """A code for another spot."""
    form = PrintedCodeForm(posted(request))
    if request.method != "POST":
        return render(request, ADD, {"form": form})
    if not form.is_valid():
        return form_again(request, ADD, {"form": form})
    typed, by = form.cleaned_data, request.user
    wanted = {name: typed[name] for name in ("spot", "location")}
    only_once(typed["once"], PrintedCode, lambda: make_printed_code(typed["survey"], by=by, **wanted), by=by)
    return redirect("feedback:printed_code_list")


@require(Permission.SURVEY_EDIT)
@require_POST
def printed_code_end(request: StaffRequest, pk: int) -> HttpResponse:
    """The paper was taken down."""
    code = end_printed_code(get_object_or_404(PrintedCode, pk=pk), by=request.user)
    messages.success(request, _("%s leads nowhere any more. Its answers stay.") % code.spot)
    return redirect("feedback:printed_code_list")


@require(Permission.SURVEY_VIEW)
@require_safe
def printed_code_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """A sheet to print: `?size=` card, strip or poster."""
    code, shop = get_object_or_404(_codes(), pk=pk), ShopSettings.current()
    size = SIZES.get(request.GET.get("size", "card"))
    if size is None or shop is None:
        raise Http404
    with translation.override(shop.language):
        return paper_answer(printed(code, shop, size), f"{slugify(code.spot) or code.code}.pdf")


def _codes() -> QuerySet[PrintedCode]:
    return PrintedCode.objects.in_use().select_related("survey__current", "location")
