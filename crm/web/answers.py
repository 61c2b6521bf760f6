"""How a view answers: the whole page, or only the part that htmx asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.messages import get_messages
from django.forms import BaseForm, BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

Context = Mapping[str, Any]


def asks_for_part(request: HttpRequest) -> bool:
    """Does htmx swap the answer into a page that is already there?"""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not (htmx.boosted or htmx.history_restore_request)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form: an empty form that was sent is not a form that was opened."""
    return request.POST if request.method == "POST" else None


def page_or_fragment(
    request: HttpRequest, template: str, context: Context, *, fragment: str, status: int = 200
) -> HttpResponse:
    """The page, or its named partialdef when htmx asks for a part."""
    name = f"{template}#{fragment}" if asks_for_part(request) else template
    response = render(request, name, dict(context), status=status)
    if asks_for_part(request):
        response.write(_what_happened(request))
    patch_vary_headers(response, ["HX-Request"])
    return response


def _what_happened(request: HttpRequest) -> str:
    """Messages travel with a part, or nobody would see them before the next whole page."""
    messages = list(get_messages(request))
    return render_to_string("_what_happened.html", {"messages": messages}) if messages else ""


def fragment_or_redirect(
    request: HttpRequest, template: str, context: Context, *, fragment: str, to: str, args: Sequence[Any] = ()
) -> HttpResponse:
    """After a POST: htmx gets the changed part, everybody else is sent to a page."""
    if not asks_for_part(request):
        return redirect(to, *args)
    return page_or_fragment(request, template, context, fragment=fragment)


def form_again(
    request: HttpRequest, template: str, context: Context, *, fragment: str = "form"
) -> HttpResponse:
    """The form with its mistakes named and everything typed still in it."""
    return page_or_fragment(request, template, context, fragment=fragment, status=422)


def theirs(form: BaseForm, stands: BaseForm) -> list[tuple[str, str]]:
    """(label, what stands there now) of each visible field in which the two forms differ."""
    pairs = [(form[name], stands[name]) for name in form.fields if name in stands.fields]
    return [
        (str(mine.label), _in_words(now))
        for mine, now in pairs
        if not mine.is_hidden and str(mine.value() or "") != str(now.value() or "")
    ]


def _in_words(field: BoundField) -> str:
    """A choice by its words; what is empty says so."""
    choices = {str(key): str(words) for key, words in getattr(field.field, "choices", ())}
    value = field.value()
    return choices.get(str(value), str(value)) if value not in (None, "") else gettext("(empty)")


def stale_form_again(
    request: HttpRequest,
    template: str,
    context: Context,
    *,
    form: BaseForm,
    version: int,
    fragment: str = "form",
    stands: BaseForm | None = None,
) -> HttpResponse:
    """A colleague saved first (409): all that was typed still stands, and saved again it wins.

    `stands` is the form as it would open now: what differs in it from what was typed is shown beside.
    """
    typed = request.POST.copy()
    typed["version"] = str(version)
    form.data = typed
    stale = {**context, "is_stale": True, "theirs": theirs(form, stands) if stands else []}
    return page_or_fragment(request, template, stale, fragment=fragment, status=409)
