"""The history of who did what."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from crm.shop.field_names import count_in_words, field_in_words
from crm.shop.forms.audit import AuditFilter
from crm.shop.guards import StaffRequest, require
from crm.shop.models import AuditEntry
from crm.shop.naming import names_of
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
    rows = [
        (entry, in_words(entry.verb), names.get(entry.about, entry.about), _what_changed(entry))
        for entry in page.rows
    ]
    return page_or_fragment(request, PAGE, {"form": form, "page": page, "rows": rows}, fragment="rows")


def _what_changed(entry: AuditEntry) -> str:
    """The names of the changed fields, then what was counted."""
    fields = [field_in_words(entry.about, name) for name in entry.fields]
    counts = [f"{count_in_words(name)}: {intcomma(count)}" for name, count in entry.counts.items()]
    return ", ".join([*fields, *counts])
