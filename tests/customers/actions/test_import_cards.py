"""Cards that change hands within one file: whole, in whatever order the rows are written, or refused."""

import pytest

from crm.web.planner import planned
from customers.actions.customer import create_customer, edit_customer
from customers.actions.import_undo import foretell, start_import_undo, undo_import
from customers.models import Customer, ImportRow
from tests.customers.actions.import_files import as_csv, nothing, run


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


@pytest.mark.parametrize("piece", [1, 2_000])
def test_card_that_its_owner_gives_up_only_further_down_stays_theirs_and_says_why(
    mark, book, monkeypatch, piece
):
    monkeypatch.setattr("customers.actions.import_customers.PIECE", piece)

    for _time in range(2):  # otherwise it would be free the second time
        done = bring(mark, row("2", "Bert", "X"), row("1", "Anna", "Z"))

        assert cards() == {"Anna": "X", "Bert": "Y"}
        assert reasons(done) == {
            2: "This card code belongs to another customer.",
            3: "A row further up gives the card they have now. Move this row above it.",
        }


def test_card_that_a_row_goes_by_is_not_changed_below_it(mark, book):
    rows = [{"Card code": "X", "Town": "York"}, {"Customer ID": "1", "Card code": "Z"}]

    for _time in range(2):  # otherwise the first row would mean somebody new the second time
        assert list(reasons(bring(mark, *rows))) == [3]

    assert Customer.objects.count() == 2
    assert Customer.objects.get(given_name="Anna").city == "York"


def test_two_cards_that_change_places_are_refused_both(mark, book):
    for rows in (
        [row("1", "Anna", "Y"), row("2", "Bert", "X")],
        [row("2", "Bert", "X"), row("1", "Anna", "Y")],
    ):
        done = bring(mark, *rows)

        assert (done.counts["rows"], cards()) == ({"refused": 2}, {"Anna": "X", "Bert": "Y"})


def test_own_card_that_is_changed_twice_in_a_file_is_the_last(mark, book):
    rows = [row("1", "Anna", "W"), row("1", "Anna", "Z")]

    for _time in range(2):
        assert reasons(bring(mark, *rows)) == {}

    assert cards() == {"Anna": "Z", "Bert": "Y"}


@pytest.mark.parametrize(
    "rows",
    [
        [row("1", "Anna", "Z"), row("2", "Bert", "X")],
        [row("1", "Anna", "Z"), row("3", "Carla", "X")],
        [row("2", "Bert", "Z"), row("1", "Anna", "Y"), row("3", "Carla", "X")],
    ],
)
def test_card_that_a_file_moved_goes_back_when_the_file_is_taken_back(mark, book, rows):
    done = bring(mark, *rows)
    foretold = foretell(done)

    with planned(never=("nestloop", "hashjoin")):
        undone = undo_import(start_import_undo(done, by=mark), progress=nothing)

    assert cards() == {"Anna": "X", "Bert": "Y"}
    assert (foretold.counts["kept"], undone.counts["undo"]["kept"]) == (0, 0)


def test_card_that_cannot_go_back_leaves_the_others_where_they_are(mark, book, mira):
    done = bring(mark, row("2", "Bert", "Z"), row("1", "Anna", "Y"))
    create_customer({"given_name": "Dora", "card_code": "X"}, by=mira)

    undo_import(start_import_undo(done, by=mark), progress=nothing)

    assert cards() == {"Anna": "Y", "Bert": "Z", "Dora": "X"}
    assert done.people.filter(kept__fields=["card_code"]).count() == 2


def test_card_that_somebody_was_given_by_hand_since_stays_with_them(mark, book, mira):
    done = bring(mark, row("1", "Anna", "Z"))
    bert = Customer.objects.get(given_name="Bert")
    edit_customer(bert, {"card_code": "X"}, version=bert.version, by=mira)

    undo_import(start_import_undo(done, by=mark), progress=nothing)

    assert cards() == {"Anna": "Z", "Bert": "X"}
