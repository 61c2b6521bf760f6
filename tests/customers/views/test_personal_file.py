"""Everything we hold on somebody, on a page and as a file: shown to few, and written down."""

import zipfile
from io import BytesIO

import pytest

from crm.shop.models import AuditEntry
from customers.models import CustomField
from tests.web.walk import sign_in_a_moment_ago


@pytest.fixture
def page(anna):
    return f"/customers/{anna.pk}/everything/"


def test_personal_file_shows_what_we_hold_in_words(client, mark, anna, page):
    anna.interactions.create(kind="visit", at=anna.created_at, text="Loves roses")

    shown = sign_in_a_moment_ago(client, mark).get(page).content.decode()

    assert "What passed between us" in shown
    assert "Loves roses" in shown
    assert not AuditEntry.objects.filter(verb="customer.disclosed").exists()


def test_personal_file_is_handed_over_and_written_down_without_what_it_says(client, mark, anna, page):
    answer = sign_in_a_moment_ago(client, mark).post(page)

    names = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))).namelist()
    assert {"everything.html", "everything.json", "tables/customer.csv"} <= set(names)
    entry = AuditEntry.objects.get(verb="customer.disclosed")
    assert (entry.about, entry.actor_id) == (f"customers.customer:{anna.pk}", mark.pk)
    assert set(entry.counts) == {"rows", "files"}
    assert entry.fields == []


def test_personal_file_asks_for_the_password_again(client, mark, page):
    client.force_login(mark)

    answer = client.get(page)

    assert answer.status_code == 302
    assert "/account/reauthenticate/" in answer.url


def test_personal_file_is_not_for_staff_and_not_of_nobody(client, mira, mark, page):
    assert sign_in_a_moment_ago(client, mira).get(page).status_code == 403
    assert sign_in_a_moment_ago(client, mark).get("/customers/987654/everything/").status_code == 404


def test_answers_to_our_own_questions_stand_as_people_write_them(client, mark, anna, page):
    CustomField.objects.create(key="circle", label="Reading circle", kind="yes_no")
    CustomField.objects.create(key="since", label="Since", kind="day")
    anna.custom = {"circle": True, "since": "2025-03-16", "gone": "left over"}
    anna.save()

    shown = sign_in_a_moment_ago(client, mark).get(page).text

    assert "gone: left over, Since: 16 March 2025, Reading circle: Yes" in shown
