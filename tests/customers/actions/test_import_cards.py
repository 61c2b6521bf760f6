"""Cards that change hands within one file: whole, in whatever order the rows are written, or refused."""

import pytest

from crm.web.planner import planned
from customers.models import Customer, ImportRow
from tests.customers.actions.import_files import as_csv, run


def row(number, name, card):
    return {"Customer ID": number, "Name": name, "Card code": card}


ANNA, BERT = row("1", "Anna", "X"), row("2", "Bert", "Y")


@pytest.fixture
def book(mark):
    """Anna and Bert, each with a card, and nobody who came first by chance."""
    run(as_csv([BERT, ANNA]), mark, source="till")


def bring(by, *rows):
    return run(as_csv(rows), by, source="till")


def cards():
    return dict(Customer.objects.values_list("given_name", "card_code"))


def reasons(done):
    return dict(ImportRow.objects.filter(data_import=done, outcome="refused").values_list("number", "reason"))


def test_card_goes_to_somebody_else_once_its_owner_has_another(mark, book):
    moved = [row("1", "Anna", "Z"), row("2", "Bert", "X")]

    with planned(never=("nestloop", "hashjoin")):  # written in the order of the book, as in a large one
        done = bring(mark, *moved)

    assert (done.counts["rows"], cards()) == ({"updated": 2}, {"Anna": "Z", "Bert": "X"})
    assert bring(mark, *moved).counts["rows"] == {"unchanged": 2}


def test_card_goes_to_somebody_new_once_its_owner_has_another(mark, book):
    done = bring(mark, row("1", "Anna", "Z"), row("3", "Carla", "X"))

    assert done.counts["rows"] == {"updated": 1, "created": 1}
    assert cards() == {"Anna": "Z", "Bert": "Y", "Carla": "X"}
