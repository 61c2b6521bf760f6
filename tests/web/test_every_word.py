"""No word on any page misses its translation."""

from metrics.definitions import METRICS
from tests.web.pseudo_language import (
    bracketed,
    outside_brackets,
    speak_pseudo,
    untranslated,
    words_of_the_people,
)
from tests.web.walk import every_page, sign_in_a_moment_ago

OURS = [
    "Regulars",
    "The Corner Shop",
    "1 High Street, Hull HU1 1AA",
    "Ctrl",
    "Enter",
    "KB",
    "MB",
    "CSV",
    "XLSX",
    # Works keep the names their authors gave them.
    *(metric.source for metric in METRICS.values()),
]


def test_every_word_of_the_house_is_translated(client, olga, anna, bert, counter, monkeypatch):
    owner = sign_in_a_moment_ago(client, olga)
    speak_pseudo(monkeypatch)
    theirs = [*words_of_the_people(), *OURS]

    missed = {
        path: words
        for path, answer in every_page(owner, "/", f"/customers/{anna.pk}/", "/account/logout/")
        if (words := untranslated(answer.content.decode(), theirs))
    }

    assert missed == {}


def test_every_word_for_strangers_is_translated(client, shop, monkeypatch):
    speak_pseudo(monkeypatch)

    pages = every_page(client, "/account/login/", "/account/password/reset/", "/ask/")

    assert {path: words for path, page in pages if (words := untranslated(page.content.decode(), OURS))} == {}


def test_every_word_for_whoever_asked_is_translated(client, shop, monkeypatch):
    speak_pseudo(monkeypatch)

    for answer in (client.get("/ask/?done=sent"), client.get("/ask/?done=answered"), client.post("/ask/")):
        assert untranslated(answer.content.decode(), OURS) == []


def test_every_word_of_an_error_is_translated(client, shop, monkeypatch):
    speak_pseudo(monkeypatch)

    assert untranslated(client.get("/nowhere/").content.decode(), OURS) == []


def test_every_word_of_the_first_page_is_translated(client, db, monkeypatch):
    speak_pseudo(monkeypatch)

    assert untranslated(client.get("/welcome/").content.decode(), OURS) == []


def test_the_finder_finds_a_forgotten_word():
    page = f'<p>{bracketed("Saved")} <b>Oops</b><input placeholder="Name"><svg><title>x</title></svg>Anna</p>'

    assert untranslated(page, ["Anna"]) == ["Oops", "Name"]


def test_the_finder_understands_brackets_in_brackets():
    assert outside_brackets("a ⟦b ⟦c⟧ d⟧ e") == "a e"
