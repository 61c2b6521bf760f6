"""What became of a mail: told once, in any order, also of mails we do not know."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from customers.actions.merge import merge_customers
from customers.actions.merge_undo import undo_merge
from customers.models import Customer
from customers.segments.asking import read_rule
from engagement.actions.message_event import record_event
from engagement.addresses import address_hash
from engagement.models import Message, MessageEvent, Suppression

ANNA = "anna@example.org"


def sent(plan) -> Message:
    message = plan()
    Message.objects.filter(pk=message.pk).update(to_email=ANNA, to_hash=address_hash(ANNA), state="sent")
    message.refresh_from_db()
    return message


def tell(kind, key, message=None, days=0, **more):
    return record_event(kind, key=key, at=timezone.now() + timedelta(days=days), message=message, **more)


def reasons() -> list[tuple[str, str, str]]:
    return list(Suppression.objects.order_by("pk").values_list("reason", "scope", "source"))


def test_record_event_twice_is_once(plan):
    message = sent(plan)

    assert (tell("hard_bounce", "a", message) is None, tell("hard_bounce", "a", message)) == (False, None)
    assert MessageEvent.objects.count() == 1
    assert reasons() == [("hard_bounce", "everything", "mail provider")]


def test_record_event_of_a_mail_we_do_not_know_is_kept_and_heeded(shop):
    tell("complained", "b", address="who@example.org", note="abuse")

    assert MessageEvent.objects.get().message is None
    assert reasons() == [("complaint", "unasked", "mail provider")]


def test_record_event_that_a_server_put_it_off_blames_no_address(plan):
    message = sent(plan)
    for number in range(5):
        tell("deferred", f"d{number}", message)
        tell("delivered", f"e{number}", message)

    assert reasons() == []


@pytest.mark.parametrize(
    ("days", "is_paused"), [((0, 10, 20), True), ((20, 0, 10), True), ((0, 20, 40), False)]
)
def test_record_event_three_mails_that_came_back_are_a_pause(plan, days, is_paused):
    for number, day in enumerate(days):
        message = sent(plan)
        for again in range(2):  # the server tells of one mail twice
            tell("soft_bounce", f"smtp:{number}:{again}", message, day)

    assert reasons() == ([("soft_bounce", "unasked", "mail server")] if is_paused else [])


def test_record_event_three_times_of_one_mail_is_one(plan):
    message = sent(plan)
    for number in range(4):
        tell("soft_bounce", f"f{number}", message)

    assert reasons() == []


def test_an_event_names_whose_mail_it_was_unless_that_was_a_test(plan):
    message = sent(plan)
    tell("delivered", "a", message)
    tell("delivered", "b", address=ANNA)
    Message.objects.update(is_test=True)
    tell("deferred", "c", message)

    named = MessageEvent.objects.order_by("key").values_list("recipient", flat=True)
    assert list(named) == [message.customer_id, None, None]


def test_an_upgrade_names_whose_mail_it_was(plan):
    message = sent(plan)
    tell("delivered", "a", message)
    tell("delivered", "b", address=ANNA)
    MessageEvent.objects.update(recipient=None)
    upgrade = import_module("engagement.migrations.0005_name_whose_mail_it_was")

    with connection.cursor() as cursor:
        cursor.execute(upgrade.FILL)

    named = MessageEvent.objects.order_by("key").values_list("recipient", flat=True)
    assert list(named) == [message.customer_id, None]


def found_by(ask, **given):
    rule = {"join": "all", "parts": [{"ask": ask, "with": given}]}
    return set(Customer.objects.filter(read_rule(rule).meaning))


def test_rules_find_who_got_mail_so_often_and_what_became_of_it(plan, anna, bert):
    first, second = sent(plan), sent(plan)
    Message.objects.update(decided_at=timezone.now() - timedelta(days=10))
    Message.objects.filter(pk=second.pk).update(decided_at=timezone.now() - timedelta(days=40))
    tell("replied", "a", second, days=-40)
    them, lately = {first.customer}, {"when": ["within"], "days": ["30"]}

    assert {each.customer_id for each in (first, second)} == {first.customer_id}
    assert (found_by("mailed"), found_by("mailed", at_least=["2"])) == (them, them)
    assert found_by("mailed", at_least=["3"]) == found_by("mailed", at_least=["2"], **lately) == set()
    assert found_by("reacted", event=["replied", "clicked"]) == them
    assert found_by("reacted", event=["clicked"]) == found_by("reacted", event=["replied"], **lately) == set()


def test_what_came_while_two_were_one_goes_with_the_mail_when_they_are_taken_apart(plan, anna, bert):
    message = sent(plan)
    merge = merge_customers(bert, anna, choices={}, by=None)
    tell("replied", "a", message)
    while_they_were_one = MessageEvent.objects.get().recipient_id

    undo_merge(merge, by=None)

    assert (while_they_were_one, MessageEvent.objects.get().recipient_id) == (bert.pk, anna.pk)
    assert found_by("reacted", event=["replied"]) == {anna}
