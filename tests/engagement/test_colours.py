"""Can it be read?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.colours import contrast, is_colour, readable

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#1f5f8b", "#1f5f8b", 1.0)],
)
def test_contrast_is_that_of_the_guidelines(one, other, expected):
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


@given(colours, st.sampled_from(["#ffffff", "#1e2125", "#000000"]))
def test_every_colour_can_be_made_readable(colour, on):
    found = readable(colour, on)

    assert contrast(found, on) >= 4.5
    assert contrast(colour, on) < 4.5 or found == colour


def test_only_six_digits_are_a_colour():
    assert [is_colour(words) for words in ("#1f5f8b", "#FFF", "red", "#1f5f8b;x", "")] == [True] + [False] * 4
