"""Which colleagues a text names."""

import pytest

from feedback.praise_words import named_in

PEOPLE = {1: "Mira", 2: "Mark", 3: "Jo Bell", 4: "Jo Hay", 5: "Renée"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Mira and Mark were lovely.", {1, 2}),
        ("Mira's advice was on the mark", {1}),
        ("Miranda sang.", set()),
        ("Jo helped", set()),
        ("Jo Bell helped", {3}),
        ("Thank you, Renée!", {5}),
        ("", set()),
    ],
)
def test_names_stand_whole_and_with_a_capital(text, named):
    assert named_in(text, PEOPLE) == named
