"""Reviews out of what people paste and export."""

from datetime import date

import pytest
from django.utils import translation

from customers.importing.refusal import FileRefused
from feedback.review_reading import Written, read_file, read_pasted


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        (
            "Jane Doe\n★★★★☆ 2026-03-04\nLovely shop.\nWill come again.",
            Written("Lovely shop.\nWill come again.", "Jane Doe", 4, date(2026, 3, 4)),
        ),
        ("Rated 2 out of 5\nThe queue!", Written("The queue!", "", 2)),
        ("Great place.", Written("Great place.")),
        ("J.\n5/5\n", Written("J.", "", 5)),
        ("", Written()),
        ("Bo\n03/04/2026\n1 star\nNever again!", Written("Never again!", "Bo", 1, date(2026, 4, 3))),
        ("Hannah P.\n2 stars\n25 November 2026\nNo.", Written("No.", "Hannah P.", 2, date(2026, 11, 25))),
        ("Jo\nRated 4 out of 5 stars\nNov 5, 2026\nFine.", Written("Fine.", "Jo", 4, date(2026, 11, 5))),
        ("Jo\n★★★★★ a week ago\nFine.", Written("Fine.", "Jo", 5, date(2026, 11, 21))),
        ("Jo\n★ Edited 3 days ago\nFine.", Written("Fine.", "Jo", 1, date(2026, 11, 25))),
        ("Jo\n5/5\nReviewed on 31 February 2026\nFine.", Written("Fine.", "Jo", 5)),
        (
            "Jo\n5/5\nIn all 25 Octopuses 2026 were here.",
            Written("In all 25 Octopuses 2026 were here.", "Jo", 5),
        ),
        (
            "Jo\n5/5\nI had asked for it on 3 May 2024, and got it.",
            Written("I had asked for it on 3 May 2024, and got it.", "Jo", 5),
        ),
    ],
)
def test_read_pasted_finds_stars_day_and_name(pasted, read):
    assert read_pasted(pasted, today=date(2026, 11, 28)) == read


def test_months_are_read_in_the_language_of_the_page():
    with translation.override("de"):
        read = read_pasted("Jo\n5/5\n3. März 2026\nGut.", today=date(2026, 11, 28))

    assert read == Written("Gut.", "Jo", 5, date(2026, 3, 3))


def test_read_file_finds_its_columns_by_their_names():
    csv = (
        "Review ID;Reviewer Name;Star Rating;Comment;Date\na1;Jo;FIVE;Good;2026-01-02T10:00\n;;;;\nb2;;9;x;\n"
    )

    found = read_file(csv.encode())

    assert found.reviews == [Written("Good", "Jo", 5, date(2026, 1, 2), "a1")]
    assert found.odd_ones == "4"


def test_read_file_keeps_no_address_that_is_none():
    found = read_file(b"rating,link\n5,javascript:alert(1)\n4,https://x.example/1\n")

    assert [read.address for read in found.reviews] == ["", "https://x.example/1"]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe", b"x" * 2_000_001])
def test_read_file_says_what_it_cannot_use(content):
    with pytest.raises(FileRefused):
        read_file(content)
