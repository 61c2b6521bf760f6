"""Writing the shop's word down, changing it, and noting who has read it."""

import re
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.cleaning import fold
from customers.stale import refuse_stale
from engagement.models import Article, ArticleRead, ArticleVersion


@dataclass(frozen=True)
class Wording:
    """What somebody writes into an article."""

    kind: str
    title: str
    body: str
    product_code: str = ""
    for_whom: str = ""
    goes_with: str = ""
    keywords: str = ""
    is_public: bool = False


WORD = re.compile(r"\w+")
SEARCHED = ("title", "keywords", "product_code", "for_whom", "goes_with", "body")


class TitleIsTaken(Exception):
    """There is a page of this kind and title already."""


@transaction.atomic
def write_article(wording: Wording, *, by: User | None) -> Article:
    """A new page of the shop's word. Raises TitleIsTaken."""
    _refuse_taken(wording)
    article = Article.objects.create(
        **asdict(wording), search_text=search_text(wording), edited_by=by, version=1
    )
    audit.record("article.written", article, by=by)
    return article


@transaction.atomic
def edit_article(article: Article, wording: Wording, *, version: int, by: User | None) -> Article:
    """Change it; what it said before stays readable, and everybody is to read it anew.

    Raises SomebodyWasFaster when `version` is not the stored one, and TitleIsTaken.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    refuse_stale(article, version)
    _refuse_taken(wording, but=article)
    changed = [name for name, value in asdict(wording).items() if getattr(article, name) != value]
    if changed:
        _keep(article)
        for name in changed:
            setattr(article, name, getattr(wording, name))
        article.search_text = search_text(wording)
        article.version += 1
        article.edited_by = by
        article.save()
        audit.record("article.edited", article, by=by, fields=changed)
    return article


@transaction.atomic
def retire_article(article: Article, *, by: User | None) -> Article:
    """It is no longer so: nobody finds it any more. Twice is once."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.retired_at is None:
        article.retired_at = timezone.now()
        article.save(update_fields=["retired_at"])
        audit.record("article.retired", article, by=by)
    return article


@transaction.atomic
def read_article(article: Article, *, by: User) -> ArticleRead:
    """Somebody has read it as it stands."""
    reading, is_new = ArticleRead.objects.get_or_create(
        article=article, reader=by, defaults={"version": article.version}
    )
    if not is_new and reading.version != article.version:
        reading.version = article.version
        reading.save(update_fields=["version"])
    return reading


def _refuse_taken(wording: Wording, *, but: Article | None = None) -> None:
    same = Article.objects.in_use().filter(kind=wording.kind, title=wording.title)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise TitleIsTaken


def _keep(article: Article) -> None:
    ArticleVersion.objects.create(
        article=article,
        number=article.version,
        title=article.title,
        body=article.body,
        written_at=article.edited_at,
        written_by=article.edited_by,
    )


def search_text(wording: Wording) -> str:
    """All its words with a blank before each, as they are looked for."""
    told = fold(" ".join(str(getattr(wording, name)) for name in SEARCHED))
    return " " + " ".join(WORD.findall(told))
