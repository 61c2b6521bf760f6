"""Mail that came in, in the hands of staff."""

import pytest

from engagement.models import InboundMail, Message
from tests.engagement.conftest import again

PASTED = {"from_email": "anna@example.org", "subject": "Hours", "text": "Are you open?\n-- \nAnna"}


def test_inbound_paste_twice_is_one_mail(as_staff, anna):
    for _ in range(2):
        answer = as_staff.post("/mail/in/paste/", PASTED)

    assert answer.headers["Location"] == f"/customers/{anna.pk}/"
    assert InboundMail.objects.get().text == "Are you open?"
    assert "Are you open?" in as_staff.get("/mail/in/").content.decode()


def test_inbound_paste_takes_a_whole_source(as_staff, anna):
    source = "From: Anna <anna@example.org>\r\nMessage-ID: <7@mail.example>\r\nSubject: Hi\r\n\r\nHello"

    as_staff.post("/mail/in/paste/", {"text": source})

    assert InboundMail.objects.get().message_id == "<7@mail.example>"


@pytest.mark.parametrize("wrong", [{"text": ""}, {"from_email": "", "text": "no headers here"}])
def test_inbound_paste_of_nothing_comes_back(as_staff, wrong):
    assert as_staff.post("/mail/in/paste/", PASTED | wrong).status_code == 422
    assert InboundMail.objects.count() == 0


def test_inbound_paste_and_answers_need_the_right_to_write(client, sam, plan):
    client.force_login(sam)

    for path in ("/mail/in/paste/", f"/mail/{plan().pk}/as-customer/"):
        assert client.post(path, PASTED).status_code == 403


def test_inbound_as_customer_answers_what_is_kept_here(as_staff, plan, anna):
    message = plan()
    Message.objects.filter(pk=message.pk).update(is_captured=True, state="sent", subject="Your order")

    for _ in range(2):
        as_staff.post(f"/mail/{message.pk}/as-customer/", {"text": "When?", "once": "k"})

    received = InboundMail.objects.get()
    assert (received.customer, received.answers, received.subject) == (anna, message, "Re: Your order")
    assert "Answer as the customer" in as_staff.get(f"/mail/{message.pk}/").content.decode()


def test_inbound_as_customer_is_not_there_for_a_mail_that_left(as_staff, plan):
    message = plan()

    assert as_staff.post(f"/mail/{message.pk}/as-customer/", {"text": "x"}).status_code == 404
    assert as_staff.get(f"/mail/{message.pk}/as-customer/").status_code == 405
    assert again(message).replies.count() == 0
