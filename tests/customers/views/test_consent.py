"""What a customer agreed to."""

from crm.shop.models import AuditEntry
from customers.models import Consent

YES = {
    "channel": "email",
    "topic": "news",
    "answer": "yes",
    "source": "At the counter",
    "wording": "May we write?",
}


def test_consent_record_twice_is_one_answer(as_staff, anna):
    for _ in range(2):
        as_staff.post(f"/customers/{anna.pk}/consent/record/", YES)

    assert Consent.objects.count() == 1
    assert AuditEntry.objects.get(verb="consent.given").fields == ["email", "news"]


def test_consent_record_no_after_yes_stands(as_staff, anna):
    as_staff.post(f"/customers/{anna.pk}/consent/record/", YES)
    as_staff.post(f"/customers/{anna.pk}/consent/record/", YES | {"answer": "no", "wording": ""})

    page = as_staff.get(f"/customers/{anna.pk}/").content.decode()
    assert "<strong>no</strong>" in page
    assert Consent.objects.count() == 2


def test_consent_record_of_a_yes_needs_its_words(as_staff, anna):
    response = as_staff.post(f"/customers/{anna.pk}/consent/record/", YES | {"wording": ""})

    assert "A yes needs the words they said yes to." in response.content.decode()
    assert Consent.objects.count() == 0


def test_consent_log_is_open_to_viewers_without_the_form(client, vera, anna):
    client.force_login(vera)

    page = client.get(f"/customers/{anna.pk}/consent/").content.decode()

    assert ("never asked" in page, "Write down an answer" in page) == (True, False)


def test_consent_record_is_forbidden_to_seasonal_staff(client, sam, anna):
    client.force_login(sam)

    assert client.post(f"/customers/{anna.pk}/consent/record/", YES).status_code == 403
