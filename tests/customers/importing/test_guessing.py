"""How a file writes its days and amounts is told by all of it."""

import pytest

from customers.importing.guessing import CODES, DAYS, MARKS, gather, verdict
from customers.importing.reading import Row


def guessed(name, *cells):
    rows = [Row(number, [cell], "") for number, cell in enumerate(cells, start=2)]
    return verdict(gather(rows, 1), name, [0])


@pytest.mark.parametrize(
    ("cells", "choice", "against"),
    [
        (["03/04/2024", "31/05/2024"], "dmy", ""),
        (["03/04/2024", "05/31/2024"], "mdy", ""),
        (["03/04/2024", "12/12/2024", "05/05/2024"], "", ""),
        (["2024-05-31 10:00:00 +0000"], "ymd", ""),
        (["2024-05-31", "31.05.2024"], "dmy", ""),
        (["2024-05-31", "03.04.2024"], "", ""),
        (["31/05/2024", "30/05/2024", "05/31/2024"], "dmy", "05/31/2024"),
        (["'27/09/2026 19:20"], "dmy", ""),
        (["31/31/2024", "soon", "", "+31612345678", "12.5.1.4"], "", ""),
    ],
)
def test_days_are_settled_by_those_that_can_be_read_in_one_way_only(cells, choice, against):
    assert guessed(DAYS, *cells)[::2] == (choice, against)


@pytest.mark.parametrize(
    ("cells", "choice"),
    [
        (["1,234", "3.50"], "."),
        (["1.234", "3,50"], ","),
        (["1.234,50 €"], ","),
        (["-$1,234.50"], "."),
        (["(1,234,567)"], "."),
        (["1,234", "5,000"], ""),
        (["12", "abc", ""], ""),
        (["1.5", "2.5", "3,5"], "."),
    ],
)
def test_decimal_mark_is_settled_by_what_can_be_no_thousand(cells, choice):
    assert guessed(MARKS, *cells).choice == choice


def test_day_with_its_time_is_shown_as_a_day():
    assert guessed(DAYS, "08.05.2026 10:11").example == "08.05.2026"
    assert guessed(DAYS, "2026-05-08 10:11:12 +0100").example == "2026-05-08"


def test_currency_is_what_most_cells_name():
    assert guessed(CODES, "EUR", "USD", "EUR").choice == "EUR"
    assert guessed(CODES, "3,50 €").choice == "EUR"
    assert guessed(CODES, "$3.50").choice == ""
    assert gather([Row(2, [cell], "") for cell in ("TIM", "owes €5", "ANN")], 1)[CODES] == {}


def test_last_row_of_a_long_file_still_counts():
    rows = (Row(number, [f"0{number % 9 + 1}/04/2024", f"name {number}"], "") for number in range(12_000))

    found = gather([*rows, Row(12_001, ["05/31/2024", ""], ""), Row(12_002, [], "broken")], 2)

    assert verdict(found, DAYS, [0]).choice == "mdy"
    assert found[MARKS] == {}
