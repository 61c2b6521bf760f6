"""What became of a mail: told once, in any order, also of mails we do not know."""

from datetime import timedelta

import pytest
from django.utils import timezone

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
