"""Texts and chats from a customer's page: offered, refused with the reason, logged and taken back."""

import html
import re

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.actions.consent import Answer, record_consent
from customers.models import Interaction

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def log_form(page: str) -> dict[str, str]:
    """The fields of the first form that logs a text."""
    form = page[page.index('class="text-log"') :].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize("address", ["", "text/"])
def test_a_customer_is_texted_with_the_words_filled_in(as_staff, anna, address):
    page = html.unescape(as_staff.get(f"/customers/{anna.pk}/{address}").text)

    words = "Hello%20Anna%2C%20this%20is%20Mira%20from%20The%20Corner%20Shop."
    assert f"sms:+441632960001?&body={words}" in page
    assert f"https://wa.me/441632960001?text={words}" in page


def test_one_tap_logs_it_once_and_it_can_be_taken_back(as_staff, anna):
    typed = log_form(as_staff.get(f"/customers/{anna.pk}/").text)

    for _ in range(2):
        as_staff.post(f"/customers/{anna.pk}/log/", {**typed, "outcome": "by WhatsApp"})

    line = Interaction.objects.get(customer=anna)
    assert (line.kind, line.direction, line.channel, line.outcome) == (
        "message",
        "out",
        "message",
        "by WhatsApp",
    )
    assert line.text == "Hello Anna, this is Mira from The Corner Shop."
    assert AuditEntry.objects.filter(verb="interaction.logged").count() == 1

    as_staff.post(f"/interactions/{line.pk}/withdraw/")

    line.refresh_from_db()
    assert line.withdrawn_at


def test_logging_with_script_answers_with_the_undo(as_staff, anna):
    typed = log_form(as_staff.get(f"/customers/{anna.pk}/").text) | {"once": "", "outcome": "by text message"}

    answer = as_staff.post(f"/customers/{anna.pk}/log/", typed, headers=HTMX)

    assert "toast-undo" in answer.text
    assert 'id="stream" class="stream" hx-swap-oob="true"' in answer.text


@pytest.mark.parametrize("address", ["", "text/"])
def test_whoever_is_not_to_be_texted_has_no_links_and_the_reason(as_staff, anna, address):
    record_consent(anna, Answer("text", "news", False, "x", "May we?"), by=None)
    refused = as_staff.get(f"/customers/{anna.pk}/{address}").text
    anna.do_not_disturb_since = timezone.now()
    anna.save()
    quiet = as_staff.get(f"/customers/{anna.pk}/{address}").text

    assert "Not by text: They said no." in refused
    assert "Not by text: Do not disturb is set." in quiet
    assert [word for page in (refused, quiet) for word in ("sms:", "wa.me", "text-log") if word in page] == []


def test_without_a_number_the_page_says_so(as_staff, anna):
    anna.phones.all().delete()

    assert "Text or chat" not in as_staff.get(f"/customers/{anna.pk}/").text
    assert "We have no phone number of theirs" in as_staff.get(f"/customers/{anna.pk}/text/").text


def test_the_shops_own_short_words_need_a_yes_to_texts(as_staff, anna, words):
    words("welcome")
    refused = as_staff.get(f"/customers/{anna.pk}/text/").text
    record_consent(anna, Answer("text", "care", True, "x", "May we?"), by=None)

    offered = as_staff.get(f"/customers/{anna.pk}/text/").text

    assert "The law asks for a yes we do not have" in refused
    assert (offered.count("sms:"), refused.count("sms:")) == (4, 3)


def test_viewers_and_strangers_see_nothing(client, anna, vera):
    client.force_login(vera)

    assert client.get(f"/customers/{anna.pk}/text/").status_code == 403
    assert "sms:" not in client.get(f"/customers/{anna.pk}/").text


def test_nobody_and_posting_are_refused(as_staff, anna):
    assert as_staff.get("/customers/999/text/").status_code == 404
    assert as_staff.post(f"/customers/{anna.pk}/text/").status_code == 405
