"""What would we send next: beside a customer's timeline on request, and as a page."""

import pytest

from customers.actions.consent import Answer, record_consent

pytestmark = pytest.mark.django_db


def test_next_mail_is_a_page_and_a_part(as_staff, anna):
    record_consent(anna, Answer("email", "news", True, "till", "May we write?"), by=None)

    page = as_staff.get(f"/customers/{anna.pk}/next-mail/")
    part = as_staff.get(f"/customers/{anna.pk}/next-mail/", headers={"HX-Request": "true"})

    assert "Nothing: no mail waits for them" in page.text
    assert "May we write?" in part.text
    assert ("<html" in page.text, "<html" in part.text) == (True, False)


def test_the_customer_page_leads_there(as_staff, anna):
    assert f'hx-get="/customers/{anna.pk}/next-mail/"' in as_staff.get(f"/customers/{anna.pk}/").text


def test_next_mail_of_nobody_is_not_found(as_staff):
    assert as_staff.get("/customers/999/next-mail/").status_code == 404


def test_next_mail_is_only_read(as_staff, anna):
    assert as_staff.post(f"/customers/{anna.pk}/next-mail/").status_code == 405


def test_next_mail_asks_a_bearable_number_of_questions(
    as_staff, anna, automation_on, django_assert_max_num_queries
):
    for recipe in ("welcome", "birthday", "win_back"):
        automation_on(recipe)

    with django_assert_max_num_queries(60):
        as_staff.get(f"/customers/{anna.pk}/next-mail/")
