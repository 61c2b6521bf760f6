"""Themes by what a similar text was about."""

from feedback.similar_texts import rare_words, suggest_like
from feedback.theme_words import BAD, GOOD, Suggestion

BELL = "The bell over the door frightens my small dog every time."
BEFORE = [(BELL, {7: BAD}), ("Lovely paper, lovely ribbon, lovely people.", {8: GOOD})]


def test_a_similar_text_brings_its_themes():
    found = suggest_like("That bell frightens the dog at your door!", BEFORE)

    assert found == [Suggestion(7, BAD, (f"as in: {BELL[:60]}",))]


def test_two_words_in_common_are_not_similar():
    assert suggest_like("The ribbon was lovely.", BEFORE) == []
    assert suggest_like("", BEFORE) == suggest_like("Anything at all", []) == []


def test_rare_words_are_what_not_every_text_says():
    assert rare_words("They were very good about the Teapot, and the teapot's lid") == {"teapot", "teapot's"}
