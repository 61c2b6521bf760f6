"""Each way out that leaves in a header works, and what is on its way asks once more before it leaves."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from customers.consent_state import state_of
from engagement.actions.preference import stop_all
from engagement.delivery import send_due
from tests.engagement.conftest import again

CLASSES = [("survey", "feedback"), ("review", "reviews"), ("marketing", "news"), ("marketing", "treats")]


@pytest.mark.parametrize(("message_class", "topic"), CLASSES)
def test_the_way_out_in_every_header_works(shop, anna, plan, sink, at_any_hour, message_class, topic):
    from customers.actions.consent import Answer, record_consent

    record_consent(anna, Answer("email", topic, True, "till", "May we?"), by=None)
    plan(message_class, topic=topic)
    send_due(is_bulk=True)
    header = str(sink.mails[0]["List-Unsubscribe"]).strip("<> \r\n")

    answer = Client().post(
        urlsplit(header).path,
        str(sink.mails[0]["List-Unsubscribe-Post"]),
        content_type="application/x-www-form-urlencoded",
    )

    assert (answer.status_code, state_of(anna)["email", topic].is_given) == (200, False)


def test_a_mail_that_was_claimed_does_not_leave_after_a_no(shop, anna, plan, sink, at_any_hour, monkeypatch):
    from engagement import delivery

    message = plan("marketing")
    write = delivery._write

    def written_while_they_leave(*asked):
        done = write(*asked)
        stop_all(anna, source="preference centre", by=None)
        return done

    monkeypatch.setattr(delivery, "_write", written_while_they_leave)
    send_due(is_bulk=True)

    assert (sink.mails, again(message).state) == ([], "skipped")
