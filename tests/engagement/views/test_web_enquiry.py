"""The page on which anybody may ask: looking changes nothing, and nobody learns who is known."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from customers.models import Interaction
from engagement.actions.article import Wording, write_article
from engagement.models import Enquiry, EnquiryState
from engagement.stamp import Stamp
from tests.written import written

pytestmark = pytest.mark.django_db
TYPED = {
    "question": "May I return a kettle without a receipt?",
    "name": "Cleo",
    "email": "Cleo@Example.org",
    "phone": "",
    "website": "",
}
COUNTERS = frozenset({"shop_signinbucket"})


@pytest.fixture
def stranger(shop) -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def returns(shop):
    words = "With the receipt, within **30 days**. {{ first_name }}"
    answer = Wording(kind="policy", title="Returns without a receipt", body=words, is_public=True)
    return write_article(answer, by=None)


def stamp(*, seconds_ago: int = 30) -> str:
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds_ago)):
        return str(Stamp.new())


def ask(client: Client, **more):
    return client.post("/ask/", {**TYPED, "stamp": stamp(), "do": "look", **more})


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("query", ["", "?done=sent", "?done=answered", "?done=x"])
def test_looking_changes_nothing_and_leaves_no_cookie(stranger, method, query):
    before = written(beside=frozenset())

    answer = getattr(stranger, method)(f"/ask/{query}")

    assert (answer.status_code in {200, 405}, len(answer.cookies)) == (True, 0)
    assert written(beside=frozenset()) == before


def test_a_stranger_asks_without_cookie_or_token(stranger):
    page = stranger.get("/ask/").text
    given = re.search(r'name="stamp" value="([^"]+)"', page)
    assert given

    with time_machine.travel(timezone.now() + timedelta(seconds=30)):
        answer = ask(stranger, stamp=given[1])

    enquiry = Enquiry.objects.get()
    assert (answer.status_code, answer.url, len(answer.cookies)) == (302, "/ask/?done=sent", 0)
    assert (enquiry.question, enquiry.channel, enquiry.state) == (TYPED["question"], "web", EnquiryState.OPEN)
    assert (enquiry.who, enquiry.sender_email, enquiry.customer) == ("Cleo", "cleo@example.org", None)
    assert "It has reached us." in stranger.get(answer.url).text


def test_sending_twice_is_one_question_and_another_question_is_another(stranger):
    once = stamp()
    for question in ("When?", "When?", "Where?"):
        ask(stranger, question=question, stamp=once)

    assert sorted(Enquiry.objects.values_list("question", flat=True)) == ["When?", "Where?"]


def test_what_is_written_already_is_proposed_before_anything_is_sent(stranger, returns):
    page = ask(stranger)

    assert (page.status_code, Enquiry.objects.count()) == (200, 0)
    assert "<strong>30 days</strong>" in page.text
    assert "This answered it" in page.text
    assert TYPED["question"] in page.text

    assert ask(stranger, do="send").status_code == 302
    assert Enquiry.objects.count() == 1


def test_what_is_for_staff_only_is_never_proposed(stranger, shop):
    for kind in ("product", "policy", "answer"):
        write_article(Wording(kind=kind, title="Kettle without receipt", body="secret margin"), by=None)

    answer = ask(stranger)

    assert (answer.status_code, "secret margin" in answer.text) == (302, False)


@pytest.mark.parametrize(
    ("contacts", "is_known"),
    [
        ({"email": "ANNA@example.org"}, True),
        ({"email": "", "phone": "01632 960001"}, True),
        ({"email": "anna@example.org", "phone": "01632 960001"}, True),
        ({"email": "mallory@example.org", "phone": "01632 960001"}, False),
        ({"email": "anna@example.org", "phone": "01632 960002"}, False),
    ],
)
def test_a_customer_is_recognised_and_the_sender_learns_nothing(stranger, anna, bert, contacts, is_known):
    answer = ask(stranger, **contacts)
    unknown = ask(stranger, email="nobody@example.org")

    first = Enquiry.objects.earliest("pk")
    assert first.customer == (anna if is_known else None)
    assert Interaction.objects.filter(customer=anna, kind="enquiry").count() == int(is_known)
    assert (answer.status_code, answer.content, answer.url) == (302, unknown.content, unknown.url)


def test_an_address_two_share_is_nobodys(stranger, anna, bert):
    bert.emails.create(address="anna@example.org")

    ask(stranger, email="anna@example.org")

    assert Enquiry.objects.get().customer is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"question": "  "}, "Please fill this in."),
        ({"name": ""}, "Please fill this in."),
        ({"email": ""}, "How may we reach you?"),
        ({"email": "cleo"}, "This is not an e-mail address."),
        ({"email": "a@example.org\nBcc: b@example.org"}, "This is not an e-mail address."),
        ({"phone": "12"}, "too few or too many"),
        ({"question": "x" * 3001}, "at most 3000"),
        ({"stamp": ""}, "press the button once more"),
        ({"stamp": "forged"}, "press the button once more"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(stranger, wrong, sentence):
    answer = ask(stranger, **wrong)

    assert (answer.status_code, sentence in answer.text, Enquiry.objects.count()) == (422, True, 0)
    assert "Cleo" in answer.text or wrong.get("name") == ""


@pytest.mark.parametrize(
    ("seconds_ago", "sentence"), [(25 * 3600, "open for a long time"), (0, "That was very quick.")]
)
def test_a_page_opened_too_long_ago_or_just_now_is_sent_once_more(stranger, seconds_ago, sentence):
    answer = ask(stranger, stamp=stamp(seconds_ago=seconds_ago))

    assert (answer.status_code, sentence in answer.text, Enquiry.objects.count()) == (422, True, 0)


def test_an_old_page_gets_a_new_stamp_and_works_at_the_next_press(stranger):
    page = ask(stranger, stamp="x").text
    given = re.search(r'name="stamp" value="([^"]+)"', page)
    assert given

    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert ask(stranger, stamp=given[1]).status_code == 302


def test_what_a_program_wrote_waits_on_nobodys_list(stranger, anna, returns):
    answer = ask(stranger, website="https://spam.example", email="anna@example.org")

    enquiry = Enquiry.objects.get()
    assert (answer.status_code, answer.url) == (302, "/ask/?done=sent")
    assert (enquiry.state, enquiry.customer) == (EnquiryState.SPAM, None)
    assert Interaction.objects.filter(customer=anna).count() == 0


def test_one_address_asks_ten_times_an_hour_and_loses_no_words(stranger):
    for number in range(10):
        assert ask(stranger, question=f"Question {number}?").status_code == 302
    before = written(beside=COUNTERS)

    refused = ask(stranger, question="The eleventh?")

    assert (refused.status_code, "The eleventh?" in refused.text) == (429, True)
    assert int(refused.headers["Retry-After"]) > 0
    assert written(beside=COUNTERS) == before
    assert stranger.post("/ask/", REMOTE_ADDR="198.51.100.7").status_code == 422


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "{{ shop.name }}", "'; DROP TABLE x; --"])
def test_hostile_words_stay_words(stranger, as_staff, hostile):
    ask(stranger, question=hostile, name=hostile)

    enquiry = Enquiry.objects.get()
    assert (enquiry.question, enquiry.sender_name) == (hostile, hostile)
    assert "<script>alert(1)" not in as_staff.get(f"/enquiries/{enquiry.pk}/").text


def test_staff_see_what_fits_beside_the_answer(stranger, as_staff, returns):
    ask(stranger, do="send")

    page = as_staff.get(f"/enquiries/{Enquiry.objects.get().pk}/").text

    assert "This may answer it:" in page
    assert (
        'data-insert="With the receipt, within 30 days. {{ first_name }}"' in page
    )  # it leaves as it is typed
