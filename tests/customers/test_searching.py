"""Who is found, in what order, and what is meant when a letter is wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers import searching
from customers.actions.customer import create_customer
from customers.actions.search_word import write_search_words
from customers.models import Customer, ExternalId
from customers.searching import find_customers, search, typos_of


@pytest.fixture
def meet(shop):
    """`meet("Ann Smith", days_ago=3)`: a customer, seen then."""

    def add(name: str, *, days_ago: int | None = None, **details) -> Customer:
        given, _blank, family = name.partition(" ")
        customer = create_customer({"given_name": given, "family_name": family, **details}, by=None)
        if days_ago is not None:
            at = timezone.now() - timedelta(days=days_ago)
            Customer.objects.filter(pk=customer.pk).update(last_seen_at=at)
        return customer

    return add


@pytest.fixture
def names(mira):
    return lambda typed: [customer.full_name for customer in find_customers(typed, user=mira)]


def test_whoever_is_called_exactly_so_comes_first_then_whoever_was_seen_last(meet, names):
    meet("Anna Early", days_ago=9)
    meet("Anna Late", days_ago=1)
    meet("Anna Never")
    meet("Ann Long", days_ago=400)

    assert names("ann") == ["Ann Long", "Anna Late", "Anna Early", "Anna Never"]


@pytest.mark.parametrize(
    "typed", ["jose garcia", "García José", "gar jos", "JOSÉ", "garcia-lop", "garcialopez"]
)
def test_accents_case_and_order_do_not_matter(meet, names, typed):
    meet("José García-López")
    meet("Josephine Smith")

    assert names(typed)[0] == "José García-López"


@pytest.mark.parametrize(
    "typed",
    ["07700900123", "+447700900123", "7700 900123", "0123", "00123", "+44 (0)7700 900 123", "ann 0123"],
)
def test_a_number_is_found_however_it_is_written(meet, names, typed):
    meet("Ann Long", phones=["+447700900123"])
    meet("Bert Short", phones=["+447700900456"])

    assert names(typed) == ["Ann Long"]


def test_every_word_must_be_met(meet, names):
    meet("Ann Smith")
    meet("Ann Long")

    assert names("ann smi") == ["Ann Smith"]
    assert names("ann smi zed") == []


def test_cards_and_numbers_elsewhere_find_too(meet, names):
    ann = meet("Ann Long", card_code="QT-0077")
    ExternalId.objects.create(customer=ann, source="till", value="C/0009911")
    write_search_words([ann.pk])

    assert [names(typed) for typed in ("qt-0077", "QT0077", "0077", "9911", "0009911")] == [["Ann Long"]] * 5


@pytest.mark.parametrize(
    "typed", ["smiht", "smth", "smitth", "snith", "anna smiht", "ana smith", "smiht anna"]
)
def test_one_typo_is_forgiven_when_nobody_is_written_so(meet, mira, typed):
    meet("Anna Smith")
    meet("Bert Smithers")

    found = search(typed, user=mira)

    assert (found.is_guess, found.customers[0].full_name) == (True, "Anna Smith")


def test_nothing_is_guessed_while_somebody_is_written_so(meet, names):
    meet("Jon Long")
    meet("Joan Long")

    assert names("jon") == ["Jon Long"]


def test_typos_are_bounded():
    assert "smith" in typos_of("smiht")
    assert max(len(typos_of(word)) for word in ("smith", "abcdefghijklmnop")) < 1_000


def test_at_most_twenty_are_found(meet, names):
    for number in range(25):
        meet(f"Ann Number{number}")

    assert len(names("ann")) == 20


@pytest.mark.parametrize("typed", ["a", "ann", "ann smi", "smith", "smi anna", "anna smith", "smi a", "0123"])
def test_a_crowd_is_searched_by_other_ways_that_find_the_same(meet, mira, monkeypatch, typed):
    for number in range(30):
        meet(
            f"{('Ann', 'Anna', 'Bo')[number % 3]} Smith{'son' * (number % 2)}",
            days_ago=number,
            phones=["+447700900123"],
        )
    whole = find_customers(typed, user=mira, limit=5)

    monkeypatch.setattr(searching, "FEW", 2)
    by_walking = find_customers(typed, user=mira, limit=5)

    assert len(by_walking) == 5
    assert by_walking[0].pk == whole[0].pk


def test_in_a_crowd_somebody_whom_nobody_has_seen_for_long_is_found_by_both_names(meet, mira, monkeypatch):
    for number in range(20):
        meet(f"Anna Jones{number}", days_ago=number)
        meet(f"Bo Smith{number}", days_ago=number)
    meet("Anna Smith", days_ago=900)
    monkeypatch.setattr(searching, "FEW", 3)
    monkeypatch.setattr(searching, "FAR", 5)

    assert [str(customer) for customer in find_customers("ann smi", user=mira)] == ["Anna Smith"]


def test_find_customers_asks_at_most_three_questions(meet, mira, django_assert_num_queries):
    meet("Anna Smith", phones=["+447700900123"], emails=["a@shop.example"])

    for typed, questions in (("anna", 2), ("annna", 3), ("zzz", 2), ("", 0)):
        with django_assert_num_queries(questions):
            [(str(one), one.first_phone, one.first_email) for one in find_customers(typed, user=mira)]
