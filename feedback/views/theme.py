"""Themes: how often each comes up, what was said about it, and the words that suggest it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted, stale_form_again
from crm.web.paging import Order, in_one_piece, keyset_page
from customers.stale import SomebodyWasFaster
from feedback.actions.theme import (
    ThemeIsTaken,
    ThemeStandsTooDeep,
    add_theme,
    edit_theme,
    retire_theme,
    take_up_starter_themes,
)
from feedback.forms.theme import ThemeForm
from feedback.models import Theme
from feedback.theme_figures import WINDOW, count_themes
from feedback.voices import all_said

LIST = "feedback/theme_list.html"
PAGE = "feedback/theme_detail.html"
FORM = "feedback/theme_edit.html"
NEWEST: Order = ("-on", "-pk")


@require(Permission.THEME_VIEW)
@require_safe
def theme_list(request: StaffRequest) -> HttpResponse:
    """What customers talk about, the most frequent first, beside the quarter before."""
    in_one_piece(Theme.objects.in_use())
    counts = count_themes(timezone.localdate())
    return render(request, LIST, {"counts": counts, "days": WINDOW})


@require(Permission.THEME_VIEW)
@require_safe
def theme_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """What was said about it, in people's own words."""
    theme = get_object_or_404(Theme.objects.select_related("above"), pk=pk)
    parts = list(theme.parts.in_use())
    mentions = theme.mentions.model.objects.filter(theme__in=[theme, *parts]).select_related("theme")
    page = keyset_page(mentions, order=NEWEST, after=request.GET.get("after"), size=25)
    texts = all_said([row.about for row in page.rows], request.user)
    rows = [(row, texts.get(row.about)) for row in page.rows]
    context = {"theme": theme, "parts": parts, "page": page, "rows": rows}
    return page_or_fragment(request, PAGE, context, fragment="rows")


@require(Permission.THEME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def theme_add(request: StaffRequest) -> HttpResponse:
    """A new theme."""
    form = ThemeForm(posted(request), initial={"name": request.GET.get("name", "")[:60]})
    if request.method != "POST":
        return render(request, FORM, {"form": form})
    if not form.is_valid():
        return form_again(request, FORM, {"form": form})
    key, by = form.cleaned_data["once"], request.user
    try:
        theme = only_once(key, Theme, lambda: add_theme(form.told(), by=by), by=by)
    except (ThemeIsTaken, ThemeStandsTooDeep) as problem:
        return _refused(request, form, {"form": form}, problem)
    return redirect("feedback:theme_detail", theme.pk)


@require(Permission.THEME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def theme_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Another name, another place, other words."""
    theme = get_object_or_404(Theme.objects.in_use(), pk=pk)
    names = ("name", "above", "words", "version")
    form = ThemeForm(posted(request), initial={name: getattr(theme, name) for name in names})
    context = {"form": form, "theme": theme}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return form_again(request, FORM, context)
    try:
        edit_theme(theme, form.told(), version=form.cleaned_data["version"] or 0, by=request.user)
    except SomebodyWasFaster:
        theme.refresh_from_db()
        return stale_form_again(request, FORM, context, form=form, version=theme.version)
    except (ThemeIsTaken, ThemeStandsTooDeep) as problem:
        return _refused(request, form, context, problem)
    return redirect("feedback:theme_detail", pk)


def _refused(
    request: StaffRequest, form: ThemeForm, context: dict[str, Any], problem: Exception
) -> HttpResponse:
    if isinstance(problem, ThemeIsTaken):
        form.add_error("name", _("There is a theme of this name already."))
    else:
        form.add_error("above", _("Themes are two levels deep: this one has parts of its own."))
    return form_again(request, FORM, context)


@require(Permission.THEME_EDIT)
@require_POST
def theme_retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Nothing new is about it."""
    retire_theme(get_object_or_404(Theme, pk=pk), by=request.user)
    messages.success(request, _("Taken out of use. What was counted stays."))
    return redirect("feedback:theme_list")


@require(Permission.THEME_EDIT)
@require_POST
def theme_starters(request: StaffRequest) -> HttpResponse:
    """Begin with the themes most shops have."""
    new = take_up_starter_themes(by=request.user)
    words = ngettext("%d theme is new.", "%d themes are new.", new) % new
    messages.success(request, words)
    return redirect("feedback:theme_list")
