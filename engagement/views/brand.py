"""How the shop's mail looks and sounds."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from crm.web.policy import own_policy
from customers.stale import SomebodyWasFaster
from engagement.actions.brand import drop_logo, edit_brand, receive_logo
from engagement.finding import BRAND
from engagement.forms.brand import SHOWN, BrandForm
from engagement.linter import read
from engagement.models import Brand, EmailTemplate, MessageClass
from engagement.rendering import Words

PAGE = "engagement/brand.html"


@require(Permission.TEMPLATE_EDIT)
@own_policy("engagement:brand")
@require_http_methods(["GET", "HEAD", "POST"])
def brand(request: StaffRequest) -> HttpResponse:
    """Logo, colours, signature, sender; every mail uses them."""
    known = Brand.current()
    form = BrandForm(posted(request), request.FILES or None, brand=known)
    if request.method != "POST":
        return render(request, PAGE, _context(request, form))
    if not form.is_valid():
        return form_again(request, PAGE, _context(request, form))
    try:
        _save(request, form)
    except SomebodyWasFaster:
        return _again_with_news(request, form)
    messages.success(request, _("Saved. Every mail from now on looks like this."))
    return redirect("engagement:brand")


def _save(request: StaffRequest, form: BrandForm) -> None:
    upload: UploadedFile[bytes] | None = form.cleaned_data["logo"]
    logo = receive_logo(upload.name or "", upload.chunks(), brought_by=request.user) if upload else None
    values = form.values()
    if logo is not None or form.cleaned_data.get("no_logo"):
        values["logo"] = logo
    try:
        edit_brand(values, version=form.cleaned_data["version"] or 0, by=request.user)
    except SomebodyWasFaster:
        if logo is not None:
            drop_logo(logo)
        raise


def _context(request: StaffRequest, form: BrandForm) -> dict[str, Any]:
    anything = Words("-", "-", "", MessageClass.MARKETING)
    found = read(anything, Brand.current(), request.shop)
    of_the_brand = [finding for finding in found if finding.where == BRAND]
    return {"form": form, "findings": of_the_brand, "letter": _a_letter()}


def _again_with_news(request: StaffRequest, form: BrandForm) -> HttpResponse:
    known, typed = Brand.current(), form.values()
    differs = [
        (form[name].label, getattr(known, name)) for name in SHOWN if getattr(known, name) != typed[name]
    ]
    again = BrandForm({**request.POST.dict(), "version": known.version}, None, brand=known)
    context = _context(request, again) | {"differs": differs}
    return render(request, PAGE, context, status=409)


def _a_letter() -> EmailTemplate | None:
    """One to look at: an invitation has a heading, bold words and a button."""
    offered = EmailTemplate.objects.in_use().filter(is_for_once=False)
    return offered.filter(key="event_invitation").first() or offered.first()
