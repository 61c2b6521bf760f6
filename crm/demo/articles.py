"""The demo shop's word: its answers, its rules, and notes about some of its goods."""

from datetime import timedelta

from crm.demo.reading import text_lines
from crm.demo.shop import Frame
from engagement.actions.article import Wording, search_text
from engagement.models import Article, ArticleRead, ArticleVersion

HEADING = "=="
READERS = ("Mira", "Otto")
EDITED = "Returns and refunds"
BEFORE = "Anything unused comes back within **14 days** with its receipt."


def write_articles(frame: Frame) -> None:
    """The pages, one of which was changed, and who has read them."""
    articles = [_article(wording, frame) for wording in read_wordings()]
    changed = next(article for article in articles if article.title == EDITED)
    changed.version = 2
    Article.objects.bulk_create(articles)
    for number, article in enumerate(articles):
        article.edited_at = frame.days.later(frame.days.now, -6 * number - 2, 0.5)
    Article.objects.bulk_update(articles, ["edited_at"])
    ArticleVersion.objects.create(
        article=changed,
        number=1,
        title=changed.title,
        body=BEFORE,
        written_at=changed.edited_at - timedelta(days=200),
        written_by=frame.staff["Olga"],
    )
    _tick_off(articles, frame)


def read_wordings() -> list[Wording]:
    """What stands in the file: a heading, then a paragraph a line."""
    wordings: list[tuple[list[str], list[str]]] = []
    for line in text_lines("articles"):
        if line.startswith(HEADING):
            wordings.append(([part.strip() for part in line.removeprefix(HEADING).split("|")], []))
        else:
            wordings[-1][1].append(line)
    return [_wording(heading, body) for heading, body in wordings]


def _wording(heading: list[str], body: list[str]) -> Wording:
    kind, title, code, for_whom, goes_with, keywords, *rest = heading
    text = "\n\n".join(body).replace("\n\n- ", "\n- ").replace("\n- ", "\n\n- ", 1)
    return Wording(kind, title, text, code, for_whom, goes_with, keywords, is_public="public" in rest)


def _article(wording: Wording, frame: Frame) -> Article:
    return Article(
        **vars(wording), search_text=search_text(wording), edited_by=frame.staff["Olga"], version=1
    )


def _tick_off(articles: list[Article], frame: Frame) -> None:
    """Two of the staff have read most of them; Sam, who is new, has some before him."""
    ArticleRead.objects.bulk_create(
        ArticleRead(article=article, reader=frame.staff[name], version=article.version)
        for place, name in enumerate(READERS)
        for article in articles[place:]
        if article.title != EDITED
    )
