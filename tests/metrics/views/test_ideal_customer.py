"""The ideal customer, and what goes together, as pages."""

import pytest

from metrics.models import Pairing, Trait


@pytest.fixture
def known(shop):
    Trait.objects.bulk_create(
        Trait(kind=kind, value=value, customers=n, top=k, everybody=200, everybody_top=20)
        for kind, value, n, k in (
            ("source", "The market", 20, 10),
            ("first_channel", "in_person", 150, 15),
            ("tag", "<b>Quiz</b>", 6, 0),
        )
    )
    counts = {"customers": 22, "came_back": 14, "others": 100, "others_came": 10, "low": 0.3}
    Pairing.objects.create(kind="category", first="Wool", later="Needles", **counts)


def read(client, person, address):
    client.force_login(person)
    return client.get(address).content.decode()


def test_ideal_customer_says_what_sets_them_apart(client, mark, known):
    page = read(client, mark, "/figures/ideal-customers/")

    assert "10 of 20 are among the tenth worth most, 5.0 times as many as usual." in page
    assert "The tenth worth most are 20 of 200 customers. 3 things were compared" in page
    assert "In person" in page
    assert "&lt;b&gt;Quiz&lt;/b&gt;" in page
    assert page.count("clearly more") == 1


@pytest.mark.parametrize(("top", "words"), [(1, "1 of 5 is among"), (2, "2 of 5 are among")])
def test_one_among_those_worth_most_is_one(client, mark, shop, top, words):
    counts = {"customers": 5, "everybody": 40_000, "everybody_top": 40}
    Trait.objects.create(kind="source", value="The market", top=top, **counts)

    page = read(client, mark, "/figures/ideal-customers/")

    assert "1 thing was compared" in page
    assert words in page


def test_goes_together_says_how_many_of_how_many(client, mark, known):
    page = read(client, mark, "/figures/what-goes-together/")

    assert "14 of 22" in page
    assert "10%" in page


@pytest.mark.parametrize(
    ("address", "words"),
    [("/figures/ideal-customers/", "Too early to say"), ("/figures/what-goes-together/", "Nothing yet")],
)
def test_an_empty_shop_is_told_what_it_takes(client, mark, mira, address, words):
    assert words in read(client, mark, address)
    client.force_login(mira)
    assert client.get(address).status_code == 403
