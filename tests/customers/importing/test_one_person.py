"""Which rows of a file mean one person; twice is once, whatever the file gives."""

import copy
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from customers.importing.cells import RowRefused
from customers.importing.customer_rows import CustomerRow
from customers.importing.one_person import are_other_names, find_people, keys_of, name_key, words_of
from customers.importing.planning import Shelf

NAMES = st.sampled_from(["", "Anna", "Bert", "Anna Bert", "Eva", "A."])


def named(number, external_id, emails, phones, details):
    details = {name: value for name, value in details.items() if value}
    return CustomerRow(number, external_id, details, emails, phones)


ROW = st.builds(
    named,
    number=st.just(0),
    external_id=st.sampled_from(["", "", "1", "2"]),
    emails=st.lists(st.sampled_from("abc"), max_size=2, unique=True),
    phones=st.lists(st.sampled_from("123"), max_size=2, unique=True),
    details=st.fixed_dictionaries(
        {
            "given_name": NAMES,
            "family_name": NAMES,
            "city": st.sampled_from(["", "Leeds", "York"]),
            "card_code": st.sampled_from(["", "", "X", "Y"]),
        }
    ),
)


def numbered(rows):
    """Without those that name nobody: no reader lets them through."""
    found = [row for row in rows if keys_of(row) or row.external_id or name_key(row.details)]
    return [replace(row, number=number) for number, row in enumerate(found, start=2)]


def bring(rows, book, *, pieces=1_000):
    """What a file makes of a book; pieces are written one after the other, as they are."""
    people = find_people(rows)
    for start in range(0, len(rows), pieces):
        shelf = Shelf(people)
        for known in book:
            known.begin_anew()
            shelf.add(known)
        for row in rows[start : start + pieces]:
            try:
                known = shelf.plan(row).known
            except RowRefused:
                continue
            if known.pk is None:
                known.pk = len(book) + 1
                book = [*book, known]
    return book


def states(book):
    return [known.state() for known in book]


def says(external_id="", emails=(), phones=(), **details):
    return CustomerRow(0, external_id, details, list(emails), list(phones))


MANY = settings(max_examples=150, deadline=None)


@MANY
@example([says("1", ["a"]), says("2", ["a"]), says("", ["a"], "1", city="York"), says(phones="1")], 2)
@example([says(phones="12", given_name="Anna"), says(phones="1", given_name="Bert"), says(phones="2")], 1)
@example([says("1", card_code="X", city="York"), says("1", card_code="Y"), says("2", card_code="X")], 3)
@given(st.lists(ROW, min_size=1, max_size=8), st.integers(1, 8))
def test_bringing_a_file_twice_is_bringing_it_once(rows, pieces):
    rows = numbered(rows)

    once = bring(rows, [], pieces=pieces)
    before = copy.deepcopy(states(once))
    twice = bring(rows, once, pieces=pieces)

    assert states(twice) == before


NAMED_ANNA = [says("1", phones="1", given_name="Anna")]
CARDS_OF_TWO = [says("1", card_code="X"), says("2", card_code="Y")]


@MANY
@example(CARDS_OF_TWO, [says("2", card_code="X", city="York"), says("1", card_code="Z")], 1)
@example(CARDS_OF_TWO, [says(card_code="X", city="York"), says("1", card_code="Z")], 2)
@example(NAMED_ANNA, [says(phones="1", given_name="Eva", city="York"), says("1", given_name="Eva")], 2)
@example(
    NAMED_ANNA,
    [says("1", city="Leeds"), says(phones="1", given_name="Anna", city="York"), says("1", given_name="Eva")],
    3,
)
@given(st.lists(ROW, max_size=6), st.lists(ROW, min_size=1, max_size=6), st.integers(1, 6))
def test_bringing_a_file_twice_is_bringing_it_once_also_after_another(earlier, rows, pieces):
    rows = numbered(rows)
    book = bring(numbered(earlier), [])

    once = bring(rows, book, pieces=pieces)
    before = copy.deepcopy(states(once))
    twice = bring(rows, once, pieces=pieces)

    assert states(twice) == before


def test_a_row_without_a_number_is_whose_email_it_gives():
    rows = numbered([says("", ["a"], city="York"), says("1"), says("1", ["a"])])

    (known,) = bring(rows, [])

    assert (known.external_ids, known.emails, known.values["city"]) == (["1"], ["a"], "York")


def test_what_rows_of_two_numbers_give_tells_nobody_apart():
    rows = numbered([says("1", ["a"]), says("2", ["a"]), says("", ["a"])])
    people = find_people(rows)

    assert people.shared == {("email", "a")}
    with pytest.raises(RowRefused, match="Several customers share"):
        Shelf(people).match(rows[2])


def test_somebody_of_another_name_with_the_same_phone_stays_out_in_whatever_order():
    anna, bert = says("1", phones="1", given_name="Anna"), says(phones="1", given_name="Bert")

    for rows in ([anna, bert], [bert, anna]):
        (known,) = bring(numbered(rows), [])
        assert known.values["given_name"] == "Anna"


@pytest.mark.parametrize(
    ("one", "other", "are_two"),
    [
        ("Hamish Baird", "Walter Baird", True),
        ("Anna Bell", "Bert", True),
        ("Priya Raman", "Priyh Raman", False),
        ("C. Thwaite", "Colin Thwaite", False),
        ("Bell", "Anna Bell", False),
        ("Anna Bell", "Anna Bell-Smith", False),
        ("Anna", "", False),
    ],
)
def test_two_first_names_beside_the_same_last_name_are_two_people(one, other, are_two):
    words = [words_of(name.lower()) for name in (one, other)]

    assert [are_other_names(*words), are_other_names(*reversed(words))] == [are_two, are_two]


def test_two_of_a_family_with_one_phone_are_not_made_one():
    hamish = says(phones="1", given_name="Hamish", family_name="Baird")
    walter = says(phones="1", given_name="Walter", family_name="Baird")

    (known,) = bring(numbered([hamish, walter]), [])

    assert known.values["given_name"] == "Hamish"


def test_a_card_stays_whose_the_file_first_says_it_is():
    rows = numbered([says("1", card_code="X"), says("1", card_code="Y"), says("2", card_code="X")])

    (known,) = bring(rows, [])

    assert (known.external_ids, known.values["card_code"]) == (["1"], "Y")


def test_a_file_in_which_everybody_stands_for_themselves_costs_no_memory():
    rows = numbered([says(str(number), [f"{number}@b.example"], [f"+44{number}"]) for number in range(50)])

    assert find_people(rows).rows == {}
