import pytest

from customers.likeness import Record, is_exact, is_household, likeness

ANNA = Record("anna", "bell", postcode="hu11aa", street="1 high street", birthday=(14, 3, 1980))


@pytest.mark.parametrize(
    ("other", "shared", "reasons"),
    [
        (Record("anna", "bell"), {"phone"}, {"phone", "same_name"}),
        (Record("ana", "bell"), {"email"}, {"email", "near_name"}),
        (Record("a.", "bell"), {"email"}, {"email", "near_name"}),
        (Record("bell", "anna", postcode="hu11aa"), set(), {"same_name", "postcode"}),
        (Record("anna", "bell", birthday=(14, 3, None)), set(), {"same_name", "birthday"}),
        (Record(), {"phone"}, {"phone"}),
    ],
)
def test_likeness_names_what_speaks_for_one_person(other, shared, reasons):
    found = likeness(ANNA, other, frozenset(shared))

    assert {*found.reasons} == reasons
    assert found.is_worth_a_look


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (Record("anna", "bell"), set()),
        (Record("bert", "bell", postcode="hu11aa"), set()),
        (Record("zoe", "young", birthday=(14, 3, 1980)), set()),
    ],
)
def test_likeness_of_a_name_or_a_place_alone_is_not_worth_a_look(other, shared):
    assert not likeness(ANNA, other, frozenset(shared)).is_worth_a_look


def test_likeness_asks_of_a_shared_phone_and_two_first_names_whether_it_is_one_household():
    found = likeness(ANNA, Record("bert", "bell"), frozenset({"phone"}))

    assert is_household(found.reasons)
    assert found.is_worth_a_look


def test_likeness_asks_nothing_of_those_who_are_known_to_live_together():
    one, other = Record("anna", "bell", household=7), Record("bert", "bell", household=7)

    assert not likeness(one, other, frozenset({"phone", "email"})).is_worth_a_look


def test_likeness_is_exact_without_anything_against_it():
    assert is_exact(likeness(ANNA, ANNA, frozenset({"phone"})).reasons)
    older = Record("anna", "bell", birthday=(1, 1, 1990))
    assert not is_exact(likeness(ANNA, older, frozenset({"phone"})).reasons)
    assert not is_exact(likeness(ANNA, Record("ana", "bell"), frozenset({"phone"})).reasons)
