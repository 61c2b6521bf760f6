"""Questions as they are kept, and the answers that are read from a form."""

import pytest
from django.http import QueryDict

from feedback.answer_sheet import chosen_by_link, missing, read_sheet
from feedback.questions import Option, Question, Shape, read_all, score_question

STARS = Question("score", Shape.STARS, "How was it?", is_required=True)
LIKELY = Question("score", Shape.LIKELY, "Would you recommend us?")
COLOURS = (Option("r", "Red"), Option("b", "Blue"))
MANY = Question("many", Shape.MANY, "Which?", COLOURS)
ONE = Question("one", Shape.ONE, "Which one?", COLOURS)
WHY = Question("why", Shape.TEXT, "Why?", words_low="What went wrong?", words_high="What was good?")


def test_questions_come_back_as_they_were_kept():
    asked = (STARS, LIKELY, MANY, ONE, WHY)

    assert read_all([question.kept() for question in asked]) == asked
    assert score_question((WHY, MANY, LIKELY)) == LIKELY


@pytest.mark.parametrize(
    ("question", "score", "band"),
    [
        *[(STARS, 2, "low"), (STARS, 3, "middle"), (STARS, 4, "high"), (STARS, None, ""), (WHY, 3, "")],
        *[(LIKELY, 6, "low"), (LIKELY, 7, "middle"), (LIKELY, 9, "high")],
    ],
)
def test_a_score_has_a_band(question, score, band):
    assert question.band_of(score) == band


@pytest.mark.parametrize(
    ("band", "words"),
    [("low", "What went wrong?"), ("", "Why?"), ("middle", "Why?"), ("high", "What was good?")],
)
def test_the_next_words_go_by_the_band(band, words):
    assert WHY.asked_after(band) == words


def test_a_sheet_keeps_only_what_was_asked():
    sent = QueryDict("score=4&many=r&many=x&many=b&many=r&one=b&one=r&why=+So+%0D%0A+it+is+&other=1")

    given = read_sheet((STARS, MANY, ONE, WHY), sent)

    assert given == {"score": 4, "many": ["r", "b"], "one": ["b"], "why": "So \n it is"}


@pytest.mark.parametrize("value", ["", "0", "6", "-1", "4.0", "²", "444", "four"])
def test_what_is_no_score_is_no_answer(value):
    assert chosen_by_link(STARS, value) is None
    assert missing((STARS, WHY), read_sheet((STARS, WHY), QueryDict(f"score={value}"))) == [STARS]
