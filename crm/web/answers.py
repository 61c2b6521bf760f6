"""How a view answers: the whole page, or only the part that htmx asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

Context = Mapping[str, Any]


def asks_for_part(request: HttpRequest) -> bool:
    """Does htmx swap the answer into a page that is already there?"""
    htmx = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_fragment(
    request: HttpRequest, template: str, context: Context, *, fragment: str, status: int = 200
) -> HttpResponse:
    """The page, or its named partialdef when htmx asks for a part."""
    name = f"{template}#{fragment}" if asks_for_part(request) else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def fragment_or_redirect(
    request: HttpRequest, template: str, context: Context, *, fragment: str, to: str, args: Sequence[Any] = ()
) -> HttpResponse:
    """After a POST: htmx gets the changed part, everybody else is sent to a page."""
    if not asks_for_part(request):
        return redirect(to, *args)
    return page_or_fragment(request, template, context, fragment=fragment)


def form_again(request: HttpRequest, template: str, context: Context, *, fragment: str = "form") -> HttpResponse:
    """The form with its mistakes named and everything typed still in it."""
    return page_or_fragment(request, template, context, fragment=fragment, status=422)
