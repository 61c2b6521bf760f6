"""Finding the shop's word by the beginnings of its words. A shop has hundreds of these, not millions."""

from collections.abc import Iterable

from customers.cleaning import fold
from engagement.actions.article import WORD
from engagement.models import Article
from engagement.models.article import ArticleQuerySet
from engagement.rendering.prose import as_text

MOST_WORDS, ENOUGH_LETTERS = 8, 4
# What somebody wants to know stands at the beginning; a whole book would keep everybody waiting.
READ_LETTERS = 1_000
# What every question has says nothing about what it asks.
EMPTY_WORDS = {
    *("have", "your", "with", "that", "this", "what", "when", "which", "does", "from", "there", "would"),
    *("could", "please", "about", "will", "shop", "than", "then", "them", "they", "want", "like", "need"),
}


def find_articles(text: str, *, articles: ArticleQuerySet | None = None) -> ArticleQuerySet:
    """Those in use in which every typed word begins a word."""
    found = Article.objects.in_use() if articles is None else articles
    for word in WORD.findall(fold(text))[:MOST_WORDS]:
        found = found.filter(search_text__contains=f" {word}")
    return found


def fitting_articles(question: str, *, most: int = 3, is_public: bool = False) -> list[Article]:
    """The answers that share the most telling words with a question, best first."""
    words = WORD.findall(fold(question[:READ_LETTERS]))
    told = {word for word in words if len(word) >= ENOUGH_LETTERS} - EMPTY_WORDS
    articles = Article.objects.in_use()
    if is_public:
        articles = articles.filter(is_public=True)
    scored = [(_score(article, told), article) for article in articles]
    fitting = sorted((pair for pair in scored if pair[0] >= 2), key=lambda pair: (-pair[0], pair[1].title))
    return [article for _score_of_it, article in fitting[:most]]


def in_plain_words(articles: Iterable[Article]) -> list[Article]:
    """For an answer, which leaves exactly as it was typed: no stars around what is bold."""
    found = list(articles)
    for article in found:
        article.body = as_text(article.body)
    return found


def _score(article: Article, told: set[str]) -> int:
    """A word of the title or of the keywords counts twice; words are compared by their beginnings."""
    name = fold(f"{article.title} {article.keywords}").split()
    return sum(
        2 if any(word[:6] == each[:6] for each in name) else int(f" {word[:6]}" in article.search_text)
        for word in told
    )
