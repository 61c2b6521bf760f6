"""Two records that are one person: one card with all that is on it, one wish about mail, each recipe once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from crm.shop.actions.till import today_in_the_shop
from customers.actions.customer import create_customer
from customers.actions.merge import merge_customers
from customers.actions.merge_undo import undo_merge
from engagement.actions.loyalty import adjust_card, spend_from_card
from engagement.actions.loyalty_running_out import expire_cards
from engagement.models import Enrolment, EntryKind, LoyaltyEntry
from tests.engagement.loyalty import balance_of, run_program


@pytest.fixture
def anna_again(shop):
    return create_customer({"given_name": "Anna", "emails": ["bell@example.org"]}, by=None)


@pytest.fixture
def cards(anna, anna_again):
    """Six points on one card and five on the other; ten are a reward."""
    run_program(kind="points", full_at=1, expires_after_days=20)
    for customer, amount in ((anna, 6), (anna_again, 5)):
        adjust_card(customer, amount=amount, because="x", by=None)
    return anna, anna_again


def put_together(kept, gone):
    return merge_customers(kept, gone, choices={}, by=None)


def test_two_cards_become_one_and_two_again(cards):
    merge = put_together(*cards)
    assert balance_of(cards[0]) == 11

    undo_merge(merge, by=None)

    assert [balance_of(customer) for customer in cards] == [6, 5]


def test_what_was_spent_from_both_cards_is_taken_from_both_when_they_are_taken_apart(cards):
    merge = put_together(*cards)
    spend_from_card(cards[0], amount=10, as_voucher=False, by=None)

    undo_merge(merge, by=None)

    assert [balance_of(customer) for customer in cards] == [0, 1]
    told = LoyaltyEntry.objects.filter(note="Two customers were taken apart again").order_by("amount")
    assert list(told.values_list("kind", "amount")) == [(EntryKind.ADJUSTED, -4), (EntryKind.ADJUSTED, 4)]


def test_cards_that_ran_out_on_the_same_day_are_put_together_and_taken_apart(cards):
    with time_machine.travel(timezone.now() + timedelta(days=21)):
        expire_cards(today_in_the_shop())
    causes = list(LoyaltyEntry.objects.filter(kind=EntryKind.EXPIRED).values_list("cause", flat=True))
    assert causes[0] == causes[1]

    merge = put_together(*cards)
    assert (balance_of(cards[0]), LoyaltyEntry.objects.filter(card__customer=cards[0]).count()) == (0, 4)

    undo_merge(merge, by=None)
    assert [balance_of(customer) for customer in cards] == [0, 0]
    again = LoyaltyEntry.objects.filter(kind=EntryKind.EXPIRED).values_list("cause", flat=True)
    assert list(again) == causes


def enrol(automation, customer, **values):
    return Enrolment.objects.create(
        automation=automation,
        customer=customer,
        cause="birthday:2027",
        caused_at=timezone.now(),
        **{"next_at": timezone.now(), **values},
    )


def test_who_waits_in_a_recipe_twice_gets_its_mail_once(anna, anna_again, automation_on):
    birthday = automation_on("birthday")
    stays, stops = enrol(birthday, anna), enrol(birthday, anna_again)

    merge = put_together(anna, anna_again)

    told = Enrolment.objects.order_by("pk").values_list("customer", "state", "outcome")
    assert list(told) == [(anna.pk, "waiting", ""), (anna.pk, "exited", "merged")]
    undo_merge(merge, by=None)
    stops.refresh_from_db()
    assert (stops.customer_id, stops.state, stops.cause) == (anna_again.pk, "waiting", stays.cause)


def test_what_a_recipe_has_done_for_both_stays_as_it_was(anna, anna_again, automation_on):
    birthday, done = automation_on("birthday"), {"state": "done", "ended_at": timezone.now()}
    for customer in (anna, anna_again):
        enrol(birthday, customer, **done)

    put_together(anna, anna_again)

    assert list(Enrolment.objects.values_list("customer", "state")) == [(anna.pk, "done")] * 2
