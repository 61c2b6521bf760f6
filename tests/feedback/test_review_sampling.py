"""Who is asked for a review: whoever the shop treats alike."""

from collections import Counter

import pytest

from feedback.review_sampling import choose, in_words, is_drawn


def drawn(step: dict[str, object], *, of: int = 1000) -> int:
    return sum(is_drawn(step, key=f"k{number}", place=number) for number in range(of))


@pytest.mark.parametrize(
    ("step", "few", "many"),
    [
        ({}, 1000, 1000),
        ({"who": "all", "number": 7}, 1000, 1000),
        ({"who": "nth", "number": 4}, 250, 250),
        ({"who": "nth", "number": None}, 1000, 1000),
        ({"who": "lot", "number": 30}, 250, 350),
    ],
)
def test_as_many_are_drawn_as_was_said(step, few, many):
    assert few <= drawn(step) <= many


def test_the_lot_falls_the_same_way_each_time():
    assert [is_drawn({"who": "lot", "number": 50}, key="a", place=place) for place in range(3)] in (
        [True] * 3,
        [False] * 3,
    )


def test_places_are_chosen_by_their_share():
    chosen = Counter(choose([(7, 3), (8, 1)], key=f"k{number}") for number in range(4000))

    assert 2.5 < chosen[7] / chosen[8] < 3.5


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"who": "all"}, "everybody"),
        ({"who": "nth", "number": 3}, "one in 3, in the order of their purchases"),
        ({"who": "lot", "number": 20}, "20 in a hundred, by lot"),
    ],
)
def test_the_rule_is_said_in_words(step, words):
    assert in_words(step) == words
