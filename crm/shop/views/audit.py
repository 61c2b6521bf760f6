"""The history of who did what."""

from collections.abc import Mapping

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpResponse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from crm.shop.field_names import count_in_words, field_in_words
from crm.shop.forms.audit import AuditFilter
from crm.shop.guards import StaffRequest, require
from crm.shop.models import AuditEntry
from crm.shop.naming import address_of, names_of
from crm.shop.permissions import Permission
from crm.shop.verbs import in_words
from crm.web.answers import page_or_fragment
from crm.web.paging import keyset_page

PAGE = "shop/audit_list.html"


@require(Permission.AUDIT_VIEW)
@require_safe
def audit_list(request: StaffRequest) -> HttpResponse:
    """The newest first. What an entry is about gets its name only here."""
    form = AuditFilter(request.GET)
    page = keyset_page(form.apply(AuditEntry.objects.all()), order=("-id",), after=request.GET.get("after"))
    names = names_of(entry.about for entry in page.rows)
    rows = [(entry, in_words(entry.verb), _about(entry, names), _what_changed(entry)) for entry in page.rows]
    return page_or_fragment(request, PAGE, {"form": form, "page": page, "rows": rows}, fragment="rows")


def _about(entry: AuditEntry, names: Mapping[str, str]) -> str:
    """Its name today, which opens its page; whoever is gone has neither."""
    if entry.about not in names:
        return entry.about
    name, address = names[entry.about], address_of(entry.about)
    return format_html('<a href="{}">{}</a>', address, name) if address else name


def _what_changed(entry: AuditEntry) -> str:
    """The names of the changed fields, then what was counted."""
    fields = [field_in_words(entry.about, name) for name in entry.fields]
    counts = [f"{count_in_words(name)}: {intcomma(count)}" for name, count in entry.counts.items()]
    return ", ".join([*fields, *counts])
