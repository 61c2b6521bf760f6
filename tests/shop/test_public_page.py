"""Pages behind a secret link: an office can answer, a robot has to wait, and nothing is written for it."""

from crm.shop.public_page import MOST_A_MINUTE, MOST_ADDRESSES, Knocks


def test_knocks_let_an_office_in_and_then_say_how_long_to_wait():
    knocks = Knocks()

    waits = [knocks.seconds_to_wait("192.0.2.1") for _ in range(MOST_A_MINUTE + 5)]

    assert (waits[:MOST_A_MINUTE], min(waits[MOST_A_MINUTE:]) > 50) == ([0] * MOST_A_MINUTE, True)
    assert MOST_A_MINUTE >= 60
    assert knocks.seconds_to_wait("192.0.2.2") == 0


def test_knocks_let_everybody_in_when_there_are_too_many_to_count():
    knocks = Knocks(most=1)
    knocks.seconds_to_wait("first")
    refused = knocks.seconds_to_wait("first")
    for number in range(MOST_ADDRESSES):
        knocks.seconds_to_wait(str(number))

    assert (refused > 0, knocks.seconds_to_wait("first")) == (True, 0)
