"""Two people after all: the history of one does not go on telling what the other one says."""

import pytest

from customers.actions.customer import create_customer, edit_customer
from customers.actions.erasure import erase_now
from customers.actions.merge import merge_customers
from customers.actions.merge_undo import undo_merge
from customers.models import Because, Customer, Revision
from tests.canaries import WORD, where_it_is


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "files", tmp_path / "erasures.ledger"


@pytest.fixture
def quagga(shop):
    details = {"given_name": WORD, "city": WORD, "emails": [f"{WORD}@example.org"], "custom": {"size": WORD}}
    return create_customer(details, by=None)


def merged_and_taken_apart(anna, quagga, olga):
    merge = merge_customers(anna, quagga, choices={"given_name": "gone", "address": "gone"}, by=olga)
    anna.refresh_from_db()
    more = ["second@example.org", *anna.emails.values_list("address", flat=True)]
    edit_customer(anna, {"emails": more, "city": "Bath"}, version=anna.version, by=olga)
    return undo_merge(merge, by=olga)


def test_history_after_taking_apart_holds_nothing_of_the_other_one(anna, quagga, olga):
    edit_customer(anna, {"city": "York"}, version=anna.version, by=olga)

    merged_and_taken_apart(anna, quagga, olga)

    told = Revision.objects.filter(customer=anna, field__in=("city", "emails", "given_name")).order_by("pk")
    assert WORD not in str([(each.before, each.after) for each in told])
    assert [(each.before, each.after) for each in told if each.field == "city"] == [
        ("", "York"),
        ("York", None),
        (None, "Bath"),
    ]
    assert [each.before for each in told if each.field == "emails"] == [["anna@example.org"]]


def test_nothing_is_left_of_one_who_was_taken_apart_and_then_erased(anna, quagga, olga):
    back = merged_and_taken_apart(anna, quagga, olga)
    assert WORD in str(Customer.objects.filter(pk=back.pk).values())

    erase_now(back, because=Because.ASKED, by=olga)

    assert where_it_is() == set()


def test_a_merge_taken_apart_before_we_did_so_is_put_right_by_the_erasure(anna, quagga, olga):
    back = merged_and_taken_apart(anna, quagga, olga)
    Revision.objects.filter(customer=anna, field="given_name").update(before=WORD)

    erase_now(back, because=Because.ASKED, by=olga)

    assert where_it_is() == set()
