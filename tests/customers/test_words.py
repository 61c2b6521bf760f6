"""How names and numbers are cut into words, and what somebody typed is understood as."""

import time
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from customers.words import Known, Typed, beginnings_of_pair, pair_of, read_typed, words_of


def words(**known) -> set[str]:
    return {word for _kind, word in words_of(Known(**known))}


@pytest.mark.parametrize(
    ("name", "found_by"),
    [
        ("Müller-Öztürk", {"muller", "ozturk", "mullerozturk"}),
        ("O’Brien", {"o", "brien", "obrien"}),
        ("St. John", {"st", "john"}),
        ("Ærø", {"aero"}),
        ("李 小龍", {"李", "小龍"}),
        ("", set()),
        ("♥", set()),
        ("@", set()),
        ("@anna-b", {"anna", "b", "annab", "anna-b"}),
    ],
)
def test_a_name_is_kept_in_pieces_and_joined(name, found_by):
    assert {word for word in words(names=[name]) if not word.startswith("&")} == found_by


def test_a_number_is_kept_with_every_ending_of_four_digits_and_more():
    assert words(phones=["+441632960"]) == {
        "441632960",
        "41632960",
        "1632960",
        "632960",
        "32960",
        "2960",
    }


def test_an_address_is_found_by_its_parts():
    assert words(emails=["anna.bell@shop.example"]) == {
        "anna.bell@shop.example",
        "shop.example",
        "anna",
        "bell",
        "shop",
        "example",
    }


def test_codes_are_found_without_their_hyphens_and_zeros():
    assert words(card_code="QT-0012", numbers=["0001234"]) == {"qt", "0012", "qt0012", "0001234", "1234"}


@pytest.mark.parametrize("typed", ["an smi", "smith a", "Smi Ann", "ANNA SMITH", "s a", "smit anna"])
def test_a_pair_begins_with_whatever_was_typed_of_both(typed):
    assert pair_of("anna", "smith").startswith(tuple(read_typed(typed).pairs))


def test_a_pair_begins_with_any_beginnings_of_both():
    words = ["".join(letters) for length in (1, 2, 3) for letters in product("abz", repeat=length)]
    for one, other, some, more in product(words, words, (1, 2, 3), (1, 2, 3)):
        short, long = sorted([one[:some], other[:more]], key=len)

        assert pair_of(one, other).startswith(tuple(beginnings_of_pair(short, long)))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("07700900123", ("7700900123",)),
        ("+447700900123", ("447700900123",)),
        ("+44 (0)7700 900123", ("447700900123",)),
        ("+44 (0) 7700 900123", ("447700900123",)),
        ("7700 900123", ("7700900123",)),
        ("0123", ("0123",)),
        ("anna 0123", ("anna", "0123")),
        ("Anna@Shop.example", ("anna@shop.example",)),
        ("@shop", ("shop",)),
        ("anna @", ("anna",)),
        ("@", ()),
        ("(0)", ()),
        ("a(0)b", ("a", "0", "b")),
        ("o'brien", ("o", "brien")),
        ("a b c d e f g h", ("a", "b", "c", "d", "e", "f")),
        ("-", ()),
        ("\0", ()),
        ("", ()),
    ],
)
def test_what_somebody_typed_is_cut_like_what_is_kept(text, terms):
    assert read_typed(text).terms == terms


def test_what_somebody_typed_goes_to_the_right_fields():
    typed = read_typed(" Carla  Dean 07700 900123 carla@shop.example ")

    assert (typed.name, typed.phone, typed.email) == ("Carla Dean", "07700 900123", "carla@shop.example")


@pytest.mark.parametrize("text", ["x" * 50_000, "1 " * 25_000, "a-" * 25_000, "+" * 50_000, "(0)" * 20_000])
def test_a_flood_is_read_at_once(text):
    began = time.process_time()

    typed = read_typed(text)

    assert time.process_time() - began < 1
    assert len(typed.terms) <= 6


@given(st.text(max_size=200))
def test_whatever_is_typed_is_understood(text):
    assert isinstance(read_typed(text), Typed)


# What the cutting looks at stands close together more often than chance would have it.
NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=80) | st.text(
    st.sampled_from("ab0Åß'’-_.+()@＠´/& \u0301♥李ﬃ"), max_size=80
)


@given(NAMES)
@example("@")
@example("anna-b@home")
@example("x(0)/@")
def test_whatever_a_name_is_it_is_found_by_itself(name):
    kept = words(names=[name])

    # Numbers that follow each other are taken for one number of a telephone.
    assert all(
        any(word.startswith(term) for word in kept)
        for term in read_typed(name[:50]).terms
        if not any(sign.isdecimal() for sign in term)
    )
