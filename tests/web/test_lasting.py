"""How long something has lasted, in words."""

import pytest

from crm.web.lasting import lasting


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (89, "89 days"),
        (90, "3 months"),
        (729, "24 months"),
        (730, "2 years"),
        (5841, "16 years"),
    ],
)
def test_nobody_counts_many_days(days, words):
    assert lasting(days) == words
