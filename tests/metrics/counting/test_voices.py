"""What customers said, as daily sums."""

import uuid

import pytest

from feedback.actions.answer_in_shop import Given, Spot, take_answer_in_shop
from feedback.actions.printed_code import make_printed_code
from feedback.models import Evidence
from metrics.models import DailySum
from metrics.rollups import rebuild
from tests.feedback.surveys import answer_of, survey  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def test_answers_without_a_name_are_not_put_into_the_figure_of_those_with_one(request, anna):
    answer_of(anna)
    asked = request.getfixturevalue("survey")
    code = make_printed_code(asked, spot="At the till", location=None, by=None)
    for score in (5, 5):
        given = Given(uuid.uuid4(), {"score": score}, Evidence.TOUCHED)
        take_answer_in_shop(Spot(asked.current, code=code), given)

    rebuild()

    came = DailySum.objects.filter(metric="csat", denominator__gt=0)
    assert [(row.numerator, row.denominator) for row in came] == [(0, 1)]
