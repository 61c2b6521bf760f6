"""The shop's word: written, changed with its past, read, found."""

import re
from dataclasses import replace

import pytest

from crm.shop.models import AuditEntry
from customers.stale import SomebodyWasFaster
from engagement.actions.article import Wording, edit_article, read_article, retire_article, write_article
from engagement.article_search import find_articles, fitting_articles
from engagement.markdown import marked_up
from engagement.models import Article

pytestmark = pytest.mark.django_db

RETURNS = Wording(
    kind="policy",
    title="Returns and refunds",
    body="Bring it back within **30 days** with the receipt.",
    keywords="exchange, money back",
    is_public=True,
)


@pytest.fixture
def returns(shop) -> Article:
    return write_article(RETURNS, by=None)


def test_a_change_keeps_what_it_said_before(returns, olga):
    changed = edit_article(returns, replace(RETURNS, body="Within 14 days."), version=1, by=olga)

    before = changed.versions.get()
    assert (before.body, before.number, changed.version) == (RETURNS.body, 1, 2)
    assert AuditEntry.objects.filter(verb="article.edited").get().fields == ["body"]


def test_the_same_words_again_change_nothing(returns, olga):
    edit_article(returns, RETURNS, version=1, by=olga)

    assert (returns.versions.count(), AuditEntry.objects.filter(verb="article.edited").count()) == (0, 0)


def test_who_was_slower_is_told(returns, olga):
    edit_article(returns, replace(RETURNS, body="Within 14 days."), version=1, by=olga)

    with pytest.raises(SomebodyWasFaster):
        edit_article(returns, RETURNS, version=1, by=olga)


def test_reading_twice_is_once_until_it_changes(returns, mira, olga):
    read_article(returns, by=mira)
    read_article(returns, by=mira)
    changed = edit_article(returns, replace(RETURNS, body="No."), version=1, by=olga)

    assert returns.readings.get().version == 1
    assert read_article(changed, by=mira).version == 2


@pytest.mark.parametrize("text", ["return", "REFUNDS ret", "exch", "30 days", "réturns", ""])
def test_it_is_found_by_the_beginnings_of_its_words(returns, text):
    assert list(find_articles(text)) == [returns]


@pytest.mark.parametrize("text", ["turns", "wedding", "return wedding"])
def test_it_is_not_found_by_anything_else(returns, text):
    assert list(find_articles(text)) == []


def test_what_is_no_longer_so_is_not_found(returns):
    retire_article(returns, by=None)
    retire_article(returns, by=None)

    assert list(find_articles("returns")) == []
    assert AuditEntry.objects.filter(verb="article.retired").count() == 1


def test_a_question_finds_the_answer_that_fits(returns):
    write_article(Wording(kind="answer", title="Do you wrap presents?", body="Yes, for nothing."), by=None)

    assert fitting_articles("Hello, how long can I return a teapot for a refund?") == [returns]
    assert fitting_articles("Hello, is the shop open?") == []


def test_the_public_sees_only_what_it_may(returns):
    secret = Wording(kind="policy", title="Refund without a receipt", body="Ask Olga.")
    write_article(secret, by=None)

    assert fitting_articles("refund without receipt", is_public=True) == [returns]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://elsewhere.example/pixel.png)",
    ],
)
def test_markdown_is_harmless(text):
    html = marked_up(text)

    assert set(re.findall(r"<([a-z0-9]+)", html)) <= {"p", "a"}
    assert re.findall(r'href="(?!https:)', html) == []


def test_markdown_reads_as_it_was_meant():
    assert "<strong>30 days</strong>" in marked_up(RETURNS.body)
    assert '<a href="https://example.org"' in marked_up("[us](https://example.org)")
