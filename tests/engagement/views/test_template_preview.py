"""A mail to look at before anybody gets it."""

import pytest
from django.test import Client

from crm.shop.models import AuditEntry
from customers.actions.customer import create_customer
from engagement.actions.email_template import Written, add_template
from engagement.models import Message, PublicLink
from engagement.tasks import send_letters

BODY = "Hello {{ first_name|there }}, come to {{ shop }}: {{ product|it }} {{ attend_link }}\n\n[[voucher]]"


@pytest.fixture
def spring(mark):
    return add_template(Written("Spring", "marketing", "news", "Dear {{ name|you }}", BODY), by=mark)


@pytest.fixture
def managed(client: Client, mark) -> Client:
    client.force_login(mark)
    return client


def test_template_preview_shows_the_mail_as_a_good_example(as_staff, spring, anna, bert):
    page = as_staff.get(f"/mail/words/{spring.pk}/").content.decode()
    mail = as_staff.get(f"/mail/words/{spring.pk}/html/").content.decode()

    assert ("Dear Anna Bell" in page, "Now: Anna Bell" in page) == (True, True)
    assert ("Hello Anna, come to The Corner Shop" in mail, "TEA4-K7PM" in mail) == (True, True)
    assert "Choose what we send you, or stop it" in mail
    assert PublicLink.objects.count() == 0


def test_template_preview_shows_the_mail_as_anybody(as_staff, spring, anna, bert):
    found = as_staff.get(f"/mail/words/{spring.pk}/?reader=01632960002").content.decode()
    mail = as_staff.get(f"/mail/words/{spring.pk}/html/?as={bert.pk}").content.decode()
    nobody = as_staff.get(f"/mail/words/{spring.pk}/?reader=Zebulon").content.decode()

    assert (f"as={bert.pk}" in found, "Hello there" in mail) == (True, True)
    assert "We know nobody of this name" in nobody
    assert as_staff.get(f"/mail/words/{spring.pk}/html/?as=999999").status_code == 404


def test_template_preview_without_any_customer_is_an_example(as_staff, spring):
    assert "Hello Anna" in as_staff.get(f"/mail/words/{spring.pk}/html/").content.decode()


def test_template_preview_counts_who_has_no_name(as_staff, spring, anna, mark):
    for number in range(2):
        create_customer({"emails": [f"{number}@example.org"]}, by=None)
    strict = add_template(Written("X", "marketing", "news", "Hi", "{{ first_name }}"), by=mark)

    lenient = as_staff.get(f"/mail/words/{spring.pk}/").content.decode()
    page = as_staff.get(f"/mail/words/{strict.pk}/").content.decode()

    assert "2 customers have no name → “there”" in lenient
    assert "2 customers have no name and would not get it" in page
    assert "Whoever has no name gets no mail" in page


def test_template_preview_says_what_is_to_be_put_right(as_staff, shop, mark):
    shop.legal_footer = ""
    shop.save()
    button = add_template(Written("X", "marketing", "news", "Hi", "[[button: x]]"), by=mark)

    page = as_staff.get(f"/mail/words/{button.pk}/").content.decode()

    assert ("The postal address of the shop is missing" in page, "A button needs words" in page) == (
        True,
        True,
    )
    assert "No mail comes out" in as_staff.get(f"/mail/words/{button.pk}/html/").content.decode()


def test_template_html_can_do_nothing(as_staff, spring):
    answer = as_staff.get(f"/mail/words/{spring.pk}/html/")

    policy = answer.headers["Content-Security-Policy"]
    assert ("sandbox" in policy, "default-src 'none'" in policy) == (True, True)
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_template_draw_shows_what_is_typed_and_keeps_nothing(managed, anna):
    typed = {"subject": "Hi", "body": "Typed for {{ first_name|x }}", "text_body": ""}

    good = managed.post("/mail/words/draw/", typed | {"message_class": "survey"}).content.decode()
    wrong = managed.post("/mail/words/draw/", typed | {"body": "{{ <b> }}"}).content.decode()
    broken = managed.post("/mail/words/draw/", typed | {"body": "[[button: x]]"}).content.decode()

    assert "Typed for Anna" in good
    assert ("is none of the words" in wrong, "<b>" in wrong) == (True, False)
    assert "No mail comes out of these words" in broken
    assert Message.objects.count() + AuditEntry.objects.filter(verb__startswith="template").count() == 0


def test_template_versions_are_readable(managed, spring):
    managed.post(
        f"/mail/words/{spring.pk}/edit/",
        {
            "name": "S",
            "message_class": "marketing",
            "topic": "news",
            "subject": "Two",
            "body": "B",
            "version": "1",
        },
    )

    page = managed.get(f"/mail/words/{spring.pk}/versions/").content.decode()
    old = managed.get(f"/mail/words/{spring.pk}/?version=1").content.decode()

    assert ("Two" in page, "Dear {{ name|you }}" in page, "Take these words again" in old) == (
        True,
        True,
        True,
    )
    assert managed.get(f"/mail/words/{spring.pk}/?version=9").status_code == 404


def test_template_test_sends_it_to_oneself_and_counts_nowhere(as_staff, sink, spring, anna, mira):
    answer = as_staff.post(f"/mail/words/{spring.pk}/test/", {"as": anna.pk, "version": "1"})
    send_letters()

    message = Message.objects.get()
    assert answer.headers["Location"] == f"/mail/{message.pk}/"
    assert (message.is_test, message.staff, sink.mails[0]["Subject"]) == (True, mira, "[TEST] Dear Anna Bell")
    assert "TEA4-K7PM" in sink.mails[0].get_body(("plain",)).get_content()
    assert anna.interactions.filter(kind="mail_out").count() == 0
