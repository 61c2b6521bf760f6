from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.actions.consent import Answer, record_consent
from customers.actions.customer import create_customer, edit_customer
from customers.actions.interaction import Entry, log_interaction
from customers.actions.merge import CannotBeMerged, merge_customers
from customers.actions.merge_undo import CannotBeTakenApart, forget_old_merges, undo_merge
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.actions.referral import make_referral_code, record_referral
from customers.advocates import find_advocate
from customers.consent_state import state_of
from customers.merging.looking_back import edited_since, later_lines
from customers.models import Customer, Interaction, Merge, StageEvidence
from customers.stale import SomebodyWasFaster

NEWS = ("email", "news")


@pytest.fixture
def anna_again(shop):
    details = {
        "given_name": "Anna",
        "family_name": "Bell-Hill",
        "city": "Hull",
        "emails": ["bell@example.org"],
    }
    return create_customer({**details, "phones": ["+441632960001"], "card_code": "C2"}, by=None)


def say(customer, is_given, wording="May we write to you?"):
    record_consent(customer, Answer(*NEWS, is_given=is_given, source="counter", wording=wording), by=None)


def test_merge_keeps_what_one_says_and_fills_what_it_leaves_open(anna, anna_again, mark):
    merge_customers(anna, anna_again, choices={"family_name": "gone", "emails": "gone"}, by=mark)

    anna.refresh_from_db()
    assert (anna.full_name, anna.city, anna.card_code) == ("Anna Bell-Hill", "Hull", "C2")
    assert [email.address for email in anna.emails.all()] == ["bell@example.org", "anna@example.org"]
    assert [phone.number for phone in anna.phones.all()] == ["+441632960001"]
    assert anna.sort_key == "bell-hill anna"
    assert not Customer.objects.filter(pk=anna_again.pk).exists()


def test_merge_keeps_the_other_card_findable(anna, anna_again):
    edit_customer(anna, {"card_code": "C1"}, version=1, by=None)

    merge_customers(anna, anna_again, choices={}, by=None)

    anna.refresh_from_db()
    assert (anna.card_code, str(anna.external_ids.get())) == ("C1", "card C2")
    assert anna.search_words.filter(word="c2").exists()


def test_merge_counts_again_what_both_bought_and_when_they_were_first_known(anna, anna_again):
    for customer, price in ((anna, 10), (anna_again, 5)):
        lines = [Line("Pot", Decimal(1), Decimal(price))]
        record_purchase(Receipt(timezone.now(), "GBP", lines), customer=customer, by=None)
    Customer.objects.filter(pk=anna_again.pk).update(created_at=timezone.now() - timedelta(days=900))

    merge_customers(anna, anna_again, choices={}, by=None)

    anna.refresh_from_db()
    assert (anna.purchase_count, anna.spend) == (2, 15)
    assert timezone.now() - anna.created_at > timedelta(days=899)


@pytest.mark.parametrize("who_refused_first", ["kept", "gone"])
def test_merge_lets_the_stricter_answer_win(anna, anna_again, who_refused_first):
    first, later = (anna, anna_again) if who_refused_first == "kept" else (anna_again, anna)
    say(first, is_given=False)
    say(later, is_given=True)

    merge = merge_customers(anna, anna_again, choices={}, by=None)

    assert state_of(anna)[NEWS].is_given is False
    undo_merge(merge, by=None)
    assert state_of(later)[NEWS].is_given is True


def test_merge_leaves_both_codes_to_recommend_by_in_force(anna, anna_again):
    codes = [make_referral_code(customer, by=None).code for customer in (anna, anna_again)]

    merge = merge_customers(anna, anna_again, choices={}, by=None)

    assert [find_advocate(code).customer for code in codes] == [anna, anna]
    undo_merge(merge, by=None)
    assert [find_advocate(code).customer for code in codes] == [anna, anna_again]


def test_merge_forgets_that_somebody_recommended_us_to_themselves(anna, bert):
    record_referral(bert, advocate=anna, way="counter", by=None)

    merge_customers(anna, bert, choices={}, by=None)

    assert not StageEvidence.objects.exists()
    assert not anna.referrals.exists()


def test_merge_twice_is_once_and_leaves_one_entry_of_history(anna, anna_again, mark):
    first = merge_customers(anna, anna_again, choices={}, by=mark)
    second = merge_customers(anna, anna_again, choices={}, by=mark)

    assert first == second
    assert AuditEntry.objects.filter(verb="customer.merged").count() == 1
    assert Interaction.objects.filter(customer=anna, kind="merged").count() == 1


def test_merge_refuses_one_record_and_what_is_gone(anna, anna_again, bert):
    merge_customers(anna, anna_again, choices={}, by=None)

    for kept, gone in ((anna, anna), (bert, anna_again)):
        with pytest.raises(CannotBeMerged):
            merge_customers(kept, gone, choices={}, by=None)


def test_merge_tells_whoever_has_the_form_open(anna, anna_again):
    merge_customers(anna, anna_again, choices={"family_name": "gone"}, by=None)

    with pytest.raises(SomebodyWasFaster):
        edit_customer(anna, {"family_name": "Bellamy"}, version=1, by=None)


def test_undo_keeps_what_was_written_since_and_names_it(anna, anna_again):
    merge = merge_customers(anna, anna_again, choices={"family_name": "gone"}, by=None)
    kept = Customer.objects.get(pk=anna.pk)
    edit_customer(kept, {"city": "York"}, version=kept.version, by=None)
    line = log_interaction(kept, Entry("note", timezone.now(), "likes teapots"), by=None)
    merge = Merge.objects.select_related("kept").get(pk=merge.pk)

    assert edited_since(merge) == ["Town"]
    assert later_lines(merge) == [line]
    gone = undo_merge(merge, by=None)

    kept.refresh_from_db()
    assert (kept.full_name, kept.city) == ("Anna Bell", "York")
    assert (gone.full_name, gone.city, gone.card_code) == ("Anna Bell-Hill", "Hull", "C2")
    assert Interaction.objects.get(pk=line.pk).customer == kept


def test_undo_twice_is_once_and_a_merge_can_be_done_again(anna, anna_again):
    merge = merge_customers(anna, anna_again, choices={}, by=None)

    assert undo_merge(merge, by=None) == undo_merge(merge, by=None) == anna_again
    assert merge_customers(anna, anna_again, choices={}, by=None) != merge


def test_undo_goes_back_in_order(anna, anna_again, bert):
    first = merge_customers(anna, anna_again, choices={}, by=None)
    second = merge_customers(anna, bert, choices={}, by=None)

    with pytest.raises(CannotBeTakenApart):
        undo_merge(first, by=None)
    undo_merge(second, by=None)
    assert undo_merge(first, by=None) == anna_again


def test_undo_of_a_chain_gives_everybody_back(anna, anna_again, bert):
    first = merge_customers(anna, anna_again, choices={}, by=None)
    second = merge_customers(bert, anna, choices={}, by=None)

    undo_merge(second, by=None)
    undo_merge(first, by=None)
    assert Customer.objects.count() == 3


def test_merge_is_forgotten_after_thirty_days(anna, anna_again):
    merge = merge_customers(anna, anna_again, choices={}, by=None)
    Merge.objects.update(at=timezone.now() - timedelta(days=31))

    assert (forget_old_merges(), forget_old_merges()) == (1, 0)
    with pytest.raises(CannotBeTakenApart):
        undo_merge(merge, by=None)
