"""What a public reply must not tell."""

import pytest

from feedback.reply_check import why_not_public

ANNA = ["Anna", "Bell", ""]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("Write to olga@shop.example.", "An e-mail address stands in it."),
        ("Ring us on 01482 123 456.", "A phone number stands in it."),
        ("Your order 4711234 was late.", "A long number stands in it, of an order perhaps."),
        ("You paid £45 for it.", "It tells what somebody paid."),
        ("It was only 45 euros.", "It tells what somebody paid."),
        ("Dear Anna Bell, sorry.", "It calls them “anna, bell”, which they did not do themselves."),
        (
            "Would you change your review, please?",
            "It asks for another review than they gave: that is forbidden nearly everywhere.",
        ),
    ],
)
def test_reply_tells_nothing_that_was_not_public(text, finding):
    assert why_not_public(text, author="A. B.", names=ANNA) == [finding]


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Thank you, Anna! See you on 12 May at 10.", "Anna B."),
        ("We are sorry. The bell is back on the counter.", "somebody"),
        ("We open at 9:30, and we have changed how we wrap.", ""),
    ],
)
def test_reply_may_say_what_is_public_anyway(text, author):
    assert why_not_public(text, author=author, names=["Anna", "Smith"]) == []
