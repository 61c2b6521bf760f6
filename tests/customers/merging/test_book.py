"""A merge is taken apart also when what it put away speaks of somebody, or something, that is gone since."""

import pytest
from django.db import connection
from django.utils import timezone

from customers.actions.customer import create_customer
from customers.actions.erasure import erase_now
from customers.actions.merge import merge_customers
from customers.actions.merge_undo import undo_merge
from customers.models import Because, BuysFor, Customer, Duplicate, Referral, Segment, SegmentStay, Tag
from tests.canaries import WORD, where_it_is


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "files", tmp_path / "erasures.ledger"


@pytest.fixture
def cora(olga):
    return create_customer({"given_name": "Cora"}, by=olga)


def compared_with_each_other(anna, bert, cora):
    for first, second in ((anna, bert), (anna, cora), (bert, cora)):
        Duplicate.objects.create(
            first=first, second=second, strength=1, reasons=["name"], found_at=timezone.now()
        )


def both_buying_for(anna, bert, cora):
    for buyer in (anna, bert):
        BuysFor.objects.create(buyer=buyer, receiver=cora)


def sent_by_two(anna, bert, cora):
    dora = Customer.objects.create(given_name="Dora")
    for advocate, friend in ((dora, anna), (cora, bert)):
        Referral.objects.create(advocate=advocate, friend=friend, at=timezone.now(), way="word")


@pytest.mark.parametrize("know", [compared_with_each_other, both_buying_for, sent_by_two])
def test_taking_apart_does_not_need_a_third_one_who_was_erased(anna, bert, cora, olga, know):
    know(anna, bert, cora)
    merge = merge_customers(anna, bert, choices={}, by=olga)
    erase_now(cora, because=Because.ASKED, by=olga)

    undo_merge(merge, by=olga)
    connection.check_constraints()

    assert Customer.objects.filter(pk=bert.pk).exists()


def test_taking_apart_does_not_need_a_tag_or_a_list_that_was_deleted(anna, bert, olga):
    tag = Tag.objects.create(name="knitter", folded_name="knitter")
    segment = Segment.objects.create(name="Knitters", owner=olga)
    for customer in (anna, bert):
        customer.tags.add(tag)
        SegmentStay.objects.create(segment=segment, customer=customer, entered_at=timezone.now())
    merge = merge_customers(anna, bert, choices={}, by=olga)
    segment.delete()
    anna.tags.clear()
    tag.delete()

    undo_merge(merge, by=olga)
    connection.check_constraints()

    assert not bert.tags.exists()


def test_taking_apart_leaves_a_card_with_whoever_has_it_now(anna, bert, olga):
    for customer, code in ((anna, "111"), (bert, "222")):
        customer.card_code = code
        customer.save()
    merge = merge_customers(anna, bert, choices={}, by=olga)
    cora = create_customer({"given_name": "Cora", "card_code": "222"}, by=olga)

    undo_merge(merge, by=olga)

    cards = Customer.objects.order_by("pk").values_list("pk", "card_code")
    assert dict(cards) == {anna.pk: "111", bert.pk: None, cora.pk: "222"}


def test_what_is_kept_for_an_undo_says_nothing_of_a_third_one_who_was_erased(anna, bert, cora, olga):
    for buyer, note in ((anna, f"{WORD} likes wool"), (bert, f"{WORD} likes tea")):
        BuysFor.objects.create(buyer=buyer, receiver=cora, note=note)
    merge = merge_customers(anna, bert, choices={}, by=olga)
    assert where_it_is() >= {"customers_merge.steps"}

    erase_now(cora, because=Because.ASKED, by=olga)

    assert where_it_is() == set()
    assert undo_merge(merge, by=olga) == bert
