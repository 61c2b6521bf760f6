"""A survey in another language: whole, or not at all."""

import re
from pathlib import Path

import pytest

from engagement.composing import compose, letterhead
from feedback.actions.invitation import Asking, invite
from feedback.actions.survey import publish_survey, translate_survey
from feedback.forms.testimonial import ConsentForm
from feedback.models import ShownAs, Survey
from feedback.page_words import book, say, spoken
from feedback.survey_translation import chosen_language, own_name
from tests.feedback.surveys import german, invited

TEMPLATES = Path("templates/feedback")


def test_a_whole_translation_is_published_and_another_is_not(survey):
    half = {key: f"DE {text}" for key, text in survey.texts.items() if key != "why.low"}
    survey = translate_survey(survey, "de", half, version=survey.version, by=None)
    assert publish_survey(survey, by=None).translations == {}

    version = german(survey).current.in_language("de")

    assert version.asked[0].words == "DE How satisfied are you with your visit?"
    assert version.asked[1].words_low == "DE What should we have done differently?"
    assert (version.title, version.in_language("fr")) == ("DE After a purchase", version)


def test_a_text_that_changes_takes_the_language_away_until_it_is_said_anew(survey):
    german(survey)

    Survey.objects.filter(pk=survey.pk).update(intro="You were here.")
    survey = Survey.objects.get(pk=survey.pk)

    assert survey.as_published["translations"] == {}
    assert survey.has_news


def test_translate_survey_saying_nothing_takes_the_language_away(survey):
    whole = german(survey)

    emptied = translate_survey(whole, "de", {"intro": ""}, version=whole.version, by=None)

    assert emptied.translations == {}


@pytest.mark.parametrize(
    ("theirs", "says"), [("de", "DE How was it"), ("fr", "How was it"), ("", "How was it")]
)
def test_the_mail_speaks_the_language_of_the_page(survey, anna, shop, theirs, says):
    anna.language = theirs
    anna.save()

    message = invite(anna, german(survey), Asking("one"), by=None).message
    words = compose(message, anna, "anna@example.org", letterhead(shop)).html

    assert message.own_subject.startswith(says)
    assert ("sehr gut" in words, "very good" in words) == (theirs == "de", theirs != "de")


def test_chosen_language_is_one_that_is_offered():
    assert chosen_language(["de"], "fr", "de-AT", otherwise="en") == "de"
    assert chosen_language(["de"], "", "pl", otherwise="en") == "en"
    assert own_name("de") == "Deutsch"


def test_every_book_has_every_word_of_the_page():
    pages = [TEMPLATES / name for name in PAGES]
    asked = {words for page in pages for words in re.findall(r'{% say "([^"]+)"', page.read_text())}

    for language in spoken()[1:]:
        known = book(language)
        assert sorted({str(words) for words in TICKS} - known.keys()) == []
        assert sorted(asked - known.keys()) == []
        assert [key for key, words in known.items() if _places(key) != _places(words)] == []
    assert len(asked) > 20


TICKS = [
    *ShownAs.labels,
    *(field.label for field in ConsentForm.base_fields.values()),
    ConsentForm().asked_in,
]


def _places(words: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s", words))


PAGES = (
    "answer_frame.html",
    "survey_answer.html",
    "survey_done.html",
    "_answer_question.html",
    "_answer_promise.html",
    "_answer_tongues.html",
    "_may_we_show.html",
    "_where_to_write.html",
    "code_done.html",
    "kiosk.html",
    "_kiosk_more.html",
    "_kiosk_tongues.html",
)


def test_say_fills_places_and_falls_back():
    assert say("Hello %(name)s", name="Anna") == "Hello Anna"
    assert say("Nobody translates this") == "Nobody translates this"


def test_the_page_speaks_one_language_and_names_the_others(survey, anna, stranger):
    anna.language = "de-AT"
    anna.save()
    asked = invited(anna, german(survey))

    page, english = stranger.get(f"{asked.path}?v=4").text, stranger.get(f"{asked.path}?lang=en&v=4").text

    assert '<html lang="de" dir="ltr">' in page
    assert [words in page for words in ("DE How satisfied", ">Senden<", "4 – gut")] == [True] * 3
    assert '<span lang="de" aria-current="true">Deutsch</span>' in page
    assert 'lang=en" lang="en" hreflang="en">English</a>' in page
    assert ("DE " in english, ">Send<" in english, "checked" in english) == (False, True, True)
    assert ">Senden<" in stranger.get(f"{asked.path}?lang=pl").text, "what is not offered is not heard"


def test_a_survey_without_that_language_speaks_the_shops_to_the_end(survey, anna, stranger):
    anna.language = "fr"
    anna.save()
    asked = invited(anna, survey)

    asked.send(stranger, score="1")
    page = stranger.get(asked.path).text

    assert ('<html lang="en' in page, "Thank you, Anna" in page, "tongues" in page) == (True, True, False)


def test_the_thanks_stay_in_the_language_that_was_chosen(survey, anna, stranger):
    asked = invited(anna, german(survey))
    asked.path += "?lang=de"

    there = asked.send(stranger, score="5")

    assert there.headers["Location"].endswith("?lang=de")
    assert "Danke, Anna" in stranger.get(there.headers["Location"]).text
