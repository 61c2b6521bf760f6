"""A mail to look at before anybody gets it: as any customer, in every version, as a test to oneself."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import page_or_fragment
from crm.web.paging import keyset_page
from crm.web.policy import own_policy
from customers.models import Customer
from engagement.actions.email_template import users_of
from engagement.actions.message import send_test
from engagement.forms.email_template import EmailTemplateForm, ReaderForm
from engagement.linter import problems_of
from engagement.mail_view import for_a_frame
from engagement.models import EmailTemplate, EmailTemplateVersion
from engagement.preview import good_example, preview, who_misses_what
from engagement.rendering import Rendering, Words
from engagement.views.email_template import find_template

PAGE = "engagement/template_preview.html"
VERSIONS = "engagement/template_versions.html"


@require(Permission.TEMPLATE_VIEW)
@own_policy("engagement:template_preview")
@require_safe
def template_preview(request: StaffRequest, pk: int) -> HttpResponse:
    """The mail as somebody would get it, and what is still wrong with it."""
    template = find_template(pk)
    version = _version(request, template)
    typed = request.GET if "reader" in request.GET else None
    form = ReaderForm(typed, user=request.user)
    reader = form.chosen() or _reader(request)
    context: dict[str, Any] = {
        "template": template,
        "version": version,
        "form": form,
        "reader": reader,
        "mail": _drawn(request, version, reader),
        "findings": problems_of(version, template.message_class),
        "missing": who_misses_what(version.subject, version.body, version.text_body),
        "users": users_of(template),
    }
    return render(request, PAGE, context)


@require(Permission.TEMPLATE_VIEW)
@own_policy("engagement:template_html")
@xframe_options_sameorigin
@require_safe
def template_html(request: StaffRequest, pk: int) -> HttpResponse:
    """Only the mail itself, for the frames of the page."""
    mail = _drawn(request, _version(request, find_template(pk)), _reader(request))
    return HttpResponse(
        for_a_frame(mail.html) if mail else _why_nothing(_("No mail comes out of these words."))
    )


@require(Permission.TEMPLATE_EDIT)
@require_POST
@own_policy("engagement:template_draw")
@xframe_options_sameorigin
def template_draw(request: StaffRequest) -> HttpResponse:
    """What is being typed, as a mail: for the frame beside the form. Nothing is kept."""
    form = EmailTemplateForm(request.POST)
    form.is_valid()
    typed = form.cleaned_data
    if wrong := [
        problem for name in ("subject", "body", "text_body") for problem in form.errors.get(name, [])
    ]:
        return HttpResponse(_why_nothing(" ".join(str(problem) for problem in wrong)))
    words = Words(
        typed["subject"], typed["body"], typed["text_body"], typed.get("message_class", "marketing")
    )
    mail = _preview(request, words, typed.get("topic", ""), good_example())
    return HttpResponse(
        for_a_frame(mail.html) if mail else _why_nothing(_("No mail comes out of these words."))
    )


@require(Permission.TEMPLATE_VIEW)
@require_safe
def template_versions(request: StaffRequest, pk: int) -> HttpResponse:
    """What the words were before, and who changed them."""
    template = find_template(pk)
    found = EmailTemplateVersion.objects.filter(template=template).select_related("created_by")
    page = keyset_page(found, order=("-number",), after=request.GET.get("after"))
    return page_or_fragment(request, VERSIONS, {"template": template, "page": page}, fragment="rows")


@require(Permission.TEMPLATE_VIEW)
@require_POST
def template_test(request: StaffRequest, pk: int) -> HttpResponse:
    """The mail to oneself, marked as a test; it counts nowhere."""
    template = find_template(pk)
    version = _version(request, template)
    message = send_test(version, to=request.user, as_customer=_reader(request), by=request.user)
    messages.success(request, _("On its way to %s, marked as a test.") % request.user.email)
    return redirect("engagement:message_detail", message.pk)


def _version(request: StaffRequest, template: EmailTemplate) -> EmailTemplateVersion:
    """The one asked for, else the one in force."""
    asked = request.POST if request.method == "POST" else request.GET
    number = asked.get("version", "")
    if number.isdecimal() and len(number) < 9:
        return get_object_or_404(template.versions, number=int(number))
    if template.current is None:
        return get_object_or_404(template.versions.order_by("-number")[:1])
    return template.current


def _reader(request: StaffRequest) -> Customer | None:
    """The customer asked for, as far as one may see them; else a good example."""
    asked = request.POST if request.method == "POST" else request.GET
    number = asked.get("as", "")
    if number.isdecimal() and len(number) < 19:
        return get_object_or_404(Customer.objects.visible_to(request.user), pk=number)
    return good_example()


def _drawn(request: StaffRequest, version: EmailTemplateVersion, reader: Customer | None) -> Rendering | None:
    template = version.template
    words = Words(version.subject, version.body, version.text_body, template.message_class)
    return _preview(request, words, template.topic, reader)


def _preview(request: StaffRequest, words: Words, topic: str, reader: Customer | None) -> Rendering | None:
    try:
        return preview(words, topic, reader=reader, shop=request.shop, by=request.user)
    except ValueError:
        return None


def _why_nothing(words: str) -> str:
    return format_html("<!doctype html><title>-</title><p>{}</p>", words)
