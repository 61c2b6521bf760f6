"""A mail to one customer, by hand."""

import pytest
from django.test import Client
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.actions.consent import Answer, record_consent
from engagement.models import EmailTemplate, EmailTemplateVersion, Message

LETTER = {"kind": "letter", "subject": "Your boots", "body": "They are here, {{ first_name }}.", "once": "a"}


def test_message_write_plans_a_letter_with_its_history(as_staff, anna):
    page = as_staff.get(f"/customers/{anna.pk}/write/").content.decode()
    answer = as_staff.post(f"/customers/{anna.pk}/write/", LETTER)

    message = Message.objects.get()
    assert ("Write to Anna Bell" in page, answer.status_code, answer.headers["Location"]) == (
        True,
        302,
        f"/mail/{message.pk}/",
    )
    assert (message.message_class, message.own_subject, message.purpose) == (
        "transactional",
        "Your boots",
        "by_hand",
    )
    assert AuditEntry.objects.filter(verb="message.planned", actor="Mira").count() == 1


def test_message_write_twice_with_one_form_is_one_mail(as_staff, anna):
    for _ in range(2):
        as_staff.post(f"/customers/{anna.pk}/write/", LETTER)

    assert Message.objects.count() == 1


def test_news_are_news_also_by_hand(as_staff, anna):
    as_staff.post(f"/customers/{anna.pk}/write/", LETTER | {"kind": "news"})

    message = Message.objects.get()
    assert (message.message_class, message.topic) == ("marketing", "news")


@pytest.mark.parametrize(
    "wrong",
    [
        *({"subject": ""}, {"body": ""}, {"kind": "gossip"}, {"body": "x" * 20_001}, {"subject": "x" * 151}),
        *({"body": "{{ secret }}"}, {"subject": "{{ name"}, {"body": "[[surprise]]"}),
    ],
)
def test_message_write_gives_a_wrong_form_back(as_staff, anna, wrong):
    answer = as_staff.post(f"/customers/{anna.pk}/write/", LETTER | wrong)

    assert (answer.status_code, Message.objects.count()) == (422, 0)


def test_message_write_says_before_what_would_not_leave(as_staff, anna, bert):
    record_consent(anna, Answer("email", "news", is_given=False, source="till"), by=None)

    about_anna = as_staff.get(f"/customers/{anna.pk}/write/").content.decode()
    about_bert = as_staff.get(f"/customers/{bert.pk}/write/").content.decode()

    assert "News or an offer would not leave: They said no." in about_anna
    assert "No mail would leave: They have no e-mail address." in about_bert


def test_message_write_begins_with_the_words_of_a_template(as_staff, anna):
    template = EmailTemplate.objects.create(name="Hello", message_class="marketing")
    template.current = EmailTemplateVersion.objects.create(
        template=template, number=1, subject="Hi", body="Dear you"
    )
    template.save()

    page = as_staff.get(f"/customers/{anna.pk}/write/?template={template.pk}").content.decode()

    assert "Dear you" in page
    for odd in ("x", "999", "²"):
        assert as_staff.get(f"/customers/{anna.pk}/write/?template={odd}").status_code == 200
    EmailTemplate.objects.update(retired_at=timezone.now())
    assert (
        "Dear you" not in as_staff.get(f"/customers/{anna.pk}/write/?template={template.pk}").content.decode()
    )


def test_message_write_is_not_for_viewers_and_not_about_nobody(vera, as_staff, anna):
    client = Client()
    client.force_login(vera)

    assert client.get(f"/customers/{anna.pk}/write/").status_code == 403
    assert as_staff.get("/customers/0/write/").status_code == 404


def test_the_customers_page_shows_the_last_mails(as_staff, anna, vera):
    before = as_staff.get(f"/customers/{anna.pk}/").content.decode()
    as_staff.post(f"/customers/{anna.pk}/write/", LETTER)
    after = as_staff.get(f"/customers/{anna.pk}/").content.decode()
    client = Client()
    client.force_login(vera)

    assert ("We have not written to them yet." in before, f"/customers/{anna.pk}/write/" in before) == (
        True,
        True,
    )
    assert "Your boots" in after
    assert "Your boots" not in client.get(f"/customers/{anna.pk}/").content.decode()
