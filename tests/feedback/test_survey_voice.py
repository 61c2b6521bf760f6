"""What surveys tell the themes and the report on whom we asked."""

import pytest

from feedback.survey_voice import as_five


@pytest.mark.parametrize(
    ("score", "kind", "stars"),
    [
        (None, "purchase", None),
        (4, "purchase", 4),
        (9, "purchase", None),
        (0, "likely", 1),
        (6, "likely", 2),
        (7, "likely", 3),
        (8, "likely", 4),
        (10, "likely", 5),
    ],
)
def test_every_scale_becomes_one_to_five(score, kind, stars):
    assert as_five(score, kind) == stars
