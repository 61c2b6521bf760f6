import pytest

from customers.own_answers import own_answer


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (True, "yes_no", "Yes"),
        ("2025-03-16", "day", "16 Mar 2025"),
        ("last spring", "day", "last spring"),
        ("2025-03-16", "text", "2025-03-16"),
        (38, "number", "38"),
        (None, "day", ""),
    ],
)
def test_an_answer_stands_as_people_write_it(value, kind, words):
    assert own_answer(value, kind) == words


def test_a_day_stands_in_full_where_customers_read_it():
    assert own_answer("2025-03-16", "day", day_format="DATE_FORMAT") == "16 March 2025"
