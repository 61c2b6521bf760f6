"""Words for mails: the list of them, one of them to look at, writing and changing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import keyset_page
from crm.web.policy import own_policy
from customers.stale import SomebodyWasFaster
from engagement.actions.email_template import (
    TemplateIsInUse,
    add_template,
    edit_template,
    install_starter_templates,
    restore_template,
    retire_template,
)
from engagement.forms.email_template import EmailTemplateForm, TemplateFilter, initial_of
from engagement.merge_fields import FIELDS
from engagement.models import Brand, EmailTemplate
from engagement.own_fields import own_merge_fields
from engagement.rendering.blocks import KINDS

LIST = "engagement/template_list.html"
FORM = "engagement/template_edit.html"


@require(Permission.TEMPLATE_VIEW)
@require_safe
def template_list(request: StaffRequest) -> HttpResponse:
    """Everything we have words for."""
    form = TemplateFilter(request.GET)
    found = form.apply(EmailTemplate.objects.select_related("current__created_by"))
    page = keyset_page(found, order=("name", "pk"), after=request.GET.get("after"))
    return page_or_fragment(request, LIST, {"form": form, "page": page}, fragment="rows")


@require(Permission.TEMPLATE_EDIT)
@own_policy("engagement:template_add")
@require_http_methods(["GET", "HEAD", "POST"])
def template_add(request: StaffRequest) -> HttpResponse:
    """New words, perhaps beginning with others."""
    form = EmailTemplateForm(posted(request), initial=_copied(request.GET.get("from", "")))
    if request.method != "POST":
        return render(request, FORM, _context(form))
    if not form.is_valid():
        return form_again(request, FORM, _context(form))
    key, by = form.cleaned_data["once"], request.user
    template = only_once(key, EmailTemplate, lambda: add_template(form.written(), by=by), by=by)
    return redirect("engagement:template_preview", template.pk)


@require(Permission.TEMPLATE_EDIT)
@own_policy("engagement:template_edit")
@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the words; those they had stay readable."""
    template = find_template(pk)
    number = request.GET.get("from", "")
    initial = initial_of(template, int(number) if number.isdecimal() and len(number) < 9 else None)
    form = EmailTemplateForm(posted(request), initial=initial)
    if request.method != "POST":
        return render(request, FORM, _context(form, template))
    if not form.is_valid():
        return form_again(request, FORM, _context(form, template))
    try:
        edit_template(template, form.written(), version=form.cleaned_data["version"] or 0, by=request.user)
    except SomebodyWasFaster:
        return _again_with_news(request, form, find_template(pk))
    messages.success(request, _("Saved. Mails that are planned already keep the words they had."))
    return redirect("engagement:template_preview", pk)


@require(Permission.TEMPLATE_EDIT)
@require_POST
def template_retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Put words away, or take them up again: the button says which."""
    template = find_template(pk)
    if request.POST.get("do") == "restore":
        restore_template(template, by=request.user)
        messages.success(request, _("“%s” can be used again.") % template)
        return redirect("engagement:template_preview", pk)
    try:
        retire_template(template, by=request.user)
    except TemplateIsInUse as problem:
        messages.error(request, _("It is still sent by: %s") % ", ".join(problem.users))
        return redirect("engagement:template_preview", pk)
    messages.success(request, _("“%s” is put away. What was sent with it stays readable.") % template)
    return redirect("engagement:template_list")


@require(Permission.TEMPLATE_EDIT)
@require_POST
def template_install(request: StaffRequest) -> HttpResponse:
    """Bring the mails to begin with, for whoever does not want to wait for the clock."""
    count = install_starter_templates(by=request.user)
    messages.success(
        request, ngettext("%d mail to begin with is here.", "%d mails to begin with are here.", count) % count
    )
    return redirect("engagement:template_list")


def find_template(pk: int) -> EmailTemplate:
    """One of those that stand in lists; 404 for the words of a single announcement."""
    return get_object_or_404(EmailTemplate.objects.select_related("current"), pk=pk, is_for_once=False)


def _copied(number: str) -> dict[str, Any]:
    if not (number.isdecimal() and len(number) < 19):
        return {}
    template = EmailTemplate.objects.filter(pk=number, is_for_once=False).select_related("current").first()
    return initial_of(template) | {"name": ""} if template else {}


def _context(form: EmailTemplateForm, template: EmailTemplate | None = None) -> dict[str, Any]:
    return {
        "form": form,
        "template": template,
        "fields": [*FIELDS.values(), *own_merge_fields()],
        "blocks": list(KINDS.values()),
        "tone": Brand.current().tone,
    }


def _again_with_news(request: StaffRequest, form: EmailTemplateForm, now: EmailTemplate) -> HttpResponse:
    """What was typed, with what stands there now beside it."""
    standing, typed = initial_of(now), form.cleaned_data
    differs = [
        (form[name].label, standing[name])
        for name in ("name", "subject", "body", "text_body")
        if standing[name] != typed[name]
    ]
    again = EmailTemplateForm({**request.POST.dict(), "version": now.version})
    context = _context(again, now) | {"differs": differs}
    return page_or_fragment(request, FORM, context, fragment="form", status=409)
