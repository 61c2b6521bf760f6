"""The shop's word: found, read, written, kept in its earlier forms."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.models import User
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted, stale_form_again
from crm.web.paging import keyset_page
from customers.stale import SomebodyWasFaster
from engagement.actions.article import (
    TitleIsTaken,
    Wording,
    edit_article,
    read_article,
    retire_article,
    write_article,
)
from engagement.article_search import find_articles, in_plain_words
from engagement.forms.article import ArticleForm
from engagement.markdown import marked_up
from engagement.models import Article, ArticleKind, ArticleRead

LIST = "engagement/article_list.html"
PAGE = "engagement/article_detail.html"
FORM = "engagement/article_edit.html"
PICK = "engagement/article_pick.html"
NAMES = (*Wording.__dataclass_fields__, "version")
LONGEST_TYPED = 100
IN_THE_PALETTE = "palette-word"


@require(Permission.ARTICLE_VIEW)
@require_safe
def article_list(request: StaffRequest) -> HttpResponse:
    """Everything, or what fits the words in the box; unread ones are marked."""
    text = request.GET.get("q", "").strip()[:LONGEST_TYPED]
    kind = request.GET.get("kind", "")
    found = find_articles(text)
    if kind in ArticleKind.values:
        found = found.filter(kind=kind)
    mine = ArticleRead.objects.filter(article=OuterRef("pk"), reader=request.user).values("version")
    rows = found.defer("body", "search_text").annotate(read_version=Subquery(mine))
    page = keyset_page(rows, order=("title", "pk"), after=request.GET.get("after"))
    context = {"page": page, "text": text, "kind": kind, "kinds": ArticleKind.choices}
    fragment = "options" if request.headers.get("HX-Target") == IN_THE_PALETTE else "rows"
    return page_or_fragment(request, LIST, context, fragment=fragment)


@require(Permission.ARTICLE_VIEW)
@require_safe
def article_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One page of it, with who has read it as it stands."""
    article = get_object_or_404(Article.objects.select_related("edited_by"), pk=pk)
    return render(request, PAGE, _context(request, article))


def _context(request: StaffRequest, article: Article) -> dict[str, Any]:
    readers = article.readings.filter(version=article.version).values("reader")
    return {
        "article": article,
        "body": marked_up(article.body),
        "has_read": article.readings.filter(version=article.version, reader=request.user).exists(),
        "readers": User.objects.active().filter(pk__in=readers).order_by("name"),
        "not_yet": User.objects.active().exclude(pk__in=readers).order_by("name"),
        "versions": article.versions.select_related("written_by").order_by("-number")[:20],
    }


@require(Permission.ARTICLE_VIEW)
@require_POST
def article_read(request: StaffRequest, pk: int) -> HttpResponse:
    """I have read it."""
    read_article(get_object_or_404(Article.objects.in_use(), pk=pk), by=request.user)
    return redirect("engagement:article_detail", pk)


@require(Permission.ARTICLE_VIEW)
@require_safe
def article_pick(request: StaffRequest) -> HttpResponse:
    """A few that fit, to put into a reply: a part beside a text that is being written."""
    text = request.GET.get("word", "").strip()[:LONGEST_TYPED]
    found: Iterable[Article] = find_articles(text).order_by("title")[:6] if text else []
    if "plain" in request.GET:
        found = in_plain_words(found)
    return page_or_fragment(request, PICK, {"articles": found, "text": text}, fragment="found")


@require(Permission.ARTICLE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def article_add(request: StaffRequest) -> HttpResponse:
    """A new page."""
    form = ArticleForm(posted(request), initial={"kind": request.GET.get("kind", ArticleKind.ANSWER)})
    if request.method != "POST":
        return render(request, FORM, {"form": form})
    if not form.is_valid():
        return form_again(request, FORM, {"form": form})
    key, by = form.cleaned_data["once"], request.user
    try:
        article = only_once(key, Article, lambda: write_article(form.wording(), by=by), by=by)
    except TitleIsTaken:
        return _title_is_taken(request, form, {"form": form})
    return redirect("engagement:article_detail", article.pk)


@require(Permission.ARTICLE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def article_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change it; its earlier words are kept."""
    article = get_object_or_404(Article.objects.in_use(), pk=pk)
    form = ArticleForm(posted(request), initial={name: getattr(article, name) for name in NAMES})
    context = {"form": form, "article": article}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return form_again(request, FORM, context)
    try:
        edit_article(article, form.wording(), version=form.cleaned_data["version"] or 0, by=request.user)
    except SomebodyWasFaster:
        article.refresh_from_db()
        return stale_form_again(request, FORM, context, form=form, version=article.version)
    except TitleIsTaken:
        return _title_is_taken(request, form, context)
    return redirect("engagement:article_detail", pk)


def _title_is_taken(request: StaffRequest, form: ArticleForm, context: dict[str, Any]) -> HttpResponse:
    form.add_error("title", _("There is one of this title already."))
    return form_again(request, FORM, context)


@require(Permission.ARTICLE_EDIT)
@require_POST
def article_retire(request: StaffRequest, pk: int) -> HttpResponse:
    """It is no longer so."""
    article = retire_article(get_object_or_404(Article, pk=pk), by=request.user)
    messages.success(request, _("“%s” is no longer found by anybody.") % article)
    return redirect("engagement:article_list")
