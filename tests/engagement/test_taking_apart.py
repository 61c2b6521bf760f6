"""What was said while two were one record holds for both: no undo turns a no into a yes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.actions.consent import Answer, record_consent
from customers.actions.customer import set_do_not_disturb
from customers.actions.merge import merge_customers
from customers.actions.merge_undo import undo_merge
from customers.consent_state import state_of
from customers.models import Consent, Customer
from engagement.models import Preference

NEWS = ("email", "news")


def say(customer, is_given):
    said = Answer(*NEWS, is_given=is_given, source="preferences", wording="May we write to you?")
    record_consent(Customer.objects.get(pk=customer.pk), said, by=None)


def answers_of(*customers):
    return [state_of(Customer.objects.get(pk=customer.pk))[NEWS].is_given for customer in customers]


@pytest.fixture
def merged(anna, bert):
    """Both had said yes."""
    for customer in (anna, bert):
        say(customer, True)
    return merge_customers(anna, bert, choices={}, by=None)


def test_a_no_that_was_said_to_the_one_record_holds_for_both(merged, anna, bert):
    say(anna, False)

    undo_merge(merged, by=None)

    assert answers_of(anna, bert) == [False, False]
    assert Consent.objects.get(customer=bert, is_given=False).wording == "May we write to you?"


def test_a_no_holds_also_for_the_one_who_was_never_asked(anna, bert):
    merge = merge_customers(anna, bert, choices={}, by=None)
    say(anna, False)

    undo_merge(merge, by=None)

    assert answers_of(anna, bert) == [False, False]


def test_a_no_that_was_taken_back_by_themselves_holds_for_neither(merged, anna, bert):
    say(anna, False)
    say(anna, True)

    undo_merge(merged, by=None)

    assert answers_of(anna, bert) == [True, True]


def test_without_a_word_in_between_both_answers_are_what_they_were(merged, anna, bert):
    undo_merge(merged, by=None)

    assert answers_of(anna, bert) == [True, True]
    assert Consent.objects.count() == 2


def test_do_not_disturb_that_was_set_in_between_holds_for_both(merged, anna, bert):
    set_do_not_disturb(Customer.objects.get(pk=anna.pk), quiet=True, by=None)

    undo_merge(merged, by=None)

    assert not Customer.objects.filter(do_not_disturb_since=None).exists()


@pytest.mark.parametrize("who_had_one", ["neither", "anna", "bert"])
def test_a_wish_about_mail_that_was_made_in_between_holds_for_both(anna, bert, who_had_one):
    long_ago = timezone.now() - timedelta(days=9)
    if who_had_one != "neither":
        Preference.objects.create(customer={"anna": anna, "bert": bert}[who_had_one])
        Preference.objects.update(changed_at=long_ago)
    merge = merge_customers(anna, bert, choices={}, by=None)
    wish, _is_new = Preference.objects.get_or_create(customer=anna)
    wish.never_ask = True
    wish.save()

    undo_merge(merge, by=None)

    assert dict(Preference.objects.values_list("customer", "never_ask")) == {anna.pk: True, bert.pk: True}
