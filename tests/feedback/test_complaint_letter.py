"""The letter of a no: everything that has to be explained. Pure."""

import pytest
from django.utils import translation

from feedback.complaint_letter import DisputeBody, Explained, letter_of

NO = Explained("Money back", "No fault", "We cannot", "Too late", "", "")
BODY = DisputeBody("Retail ADR", "https://adr.example", "we do not take part")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_it_says_what_was_asked_found_and_decided_and_why_and_leaves_out_the_rest():
    headings = [part.partition(":\n")[0] for part in letter_of(NO, DisputeBody(), "GB").split("\n\n")]

    assert headings == ["What you asked us for", "What we found", "What we decided", "Why"]


@pytest.mark.parametrize(("country", "says_it"), [("GB", True), ("DE", False)])
def test_the_united_kingdom_asks_for_words_of_its_own(country, says_it):
    letter = letter_of(NO, BODY, country)

    assert ("We cannot settle your complaint with you." in letter) is says_it
    assert "Retail ADR (https://adr.example): we do not take part." in letter
