"""Taking a file back whose people were put together with others since."""

import pytest
from django.urls import reverse

from customers.actions.erasure import erase_now
from customers.actions.import_undo import foretell
from customers.actions.merge import merge_customers
from customers.actions.merge_undo import CannotBeTakenApart, undo_merge
from customers.models import Because, Customer
from tests.canaries import WORD, where_it_is
from tests.customers.actions.import_files import as_csv, book_of_customers, run
from tests.customers.actions.test_import_undo import by_number, undo

LILY = {"Customer ID": "7", "First name": WORD, "Town": WORD, "Email": f"{WORD}@example.org"}


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "files", tmp_path / "erasures.ledger"


@pytest.fixture
def brought(anna, mark):
    return run(as_csv([LILY, {"Customer ID": "8", "First name": "Dora"}]), mark, source="till")


def test_undo_names_whoever_lives_on_in_another_record(brought, anna, mark, client):
    lily = by_number("7")
    merge_customers(anna, lily, choices={}, by=mark)
    client.force_login(mark)

    page = client.get(reverse("customers:import_undo", args=[brought.pk])).text
    undone = undo(brought, mark)

    assert "They were put together with another record since" in page
    assert "Anna Bell" in page
    assert undone.counts["undo"]["kept"] == 1
    assert undone.people.get(customer_id=lily.pk).kept == {"why": "merged"}


def test_undo_after_taking_apart_leaves_the_book_as_it_was(anna, mark):
    before = book_of_customers()
    brought = run(as_csv([LILY]), mark, source="till")
    merge = merge_customers(anna, by_number("7"), choices={}, by=mark)
    undo_merge(merge, by=mark)

    assert foretell(brought).counts["removed"] == 1
    undo(brought, mark)

    assert book_of_customers() == before
    with pytest.raises(CannotBeTakenApart):
        undo_merge(merge, by=mark)


@pytest.mark.parametrize("first", ["undo", "erase"])
def test_whoever_is_erased_does_not_come_back_with_an_undo(brought, mark, olga, first):
    lily = by_number("7")
    if first == "erase":
        erase_now(lily, because=Because.ASKED, by=olga)

    undo(brought, mark)

    assert not Customer.objects.filter(pk=lily.pk).exists()
    if first == "erase":
        assert where_it_is() == set()
