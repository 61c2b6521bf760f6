"""The pages of words that customers let us show."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.actions.testimonial import Agreement, record_testimonial, withdrawal_address
from feedback.models import Testimonial

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(anna, mira) -> Testimonial:
    today = timezone.localdate()
    agreement = Agreement(
        words="My happy place.",
        consent_words="May we?",
        given_on=today,
        expires_on=today + timedelta(days=700),
        shown_as="first",
        on_website=True,
    )
    return record_testimonial(anna, agreement, by=mira)


@pytest.fixture
def typed(anna) -> dict[str, object]:
    return {
        "customer-chosen": anna.pk,
        "words": "Lovely.",
        "shown_as": "first",
        "months": 24,
        "consent_words": "May we?",
        "in_shop": "on",
        "once": "a",
    }


def test_words_are_written_down_once(as_staff, typed, anna):
    for _turn in range(2):
        response = as_staff.post("/reviews/words/new/", typed, follow=True)

    made = Testimonial.objects.get()
    assert (made.customer, made.in_shop, made.on_website) == (anna, True, False)
    assert (made.expires_on - made.given_on).days == 730
    assert "/my-words/" in response.text


def test_a_yes_to_nothing_is_none(as_staff, typed):
    del typed["in_shop"]

    assert as_staff.post("/reviews/words/new/", typed).status_code == 422


def test_no_box_is_ticked_beforehand(as_staff, good_review, anna):
    page = as_staff.get(f"/reviews/words/new/?about=feedback.review:{good_review.pk}")

    assert "Lovely shop." in page.text
    assert "checked" not in page.text.partition('id="form"')[2].partition("</form>")[0]


def test_everybody_reads_them_as_they_wished(client, words):
    page = client.get("/words-of-customers/")

    assert ("My happy place." in page.text, "Anna ·" in page.text, "Bell" in page.text) == (True, True, False)
    told = client.get("/words-of-customers/?as=json").json()
    assert (told["shown"], told["of"], told["words"][0]["by"]) == (1, 1, "Anna")


def test_one_button_takes_them_back(client, words):
    address = "/my-words/" + withdrawal_address(words).rpartition("/my-words/")[2]
    assert "My happy place." in client.get(address).text
    assert client.get(address).status_code == 200

    assert "Taken back" in client.post(address).text

    assert "My happy place." not in client.get("/words-of-customers/").text
    assert client.get("/my-words/nonsense/").status_code == 404


def test_staff_take_them_back_and_see_where_they_are(as_staff, words):
    as_staff.post(f"/reviews/words/{words.pk}/use/", {"where": "the window"})

    response = as_staff.post(f"/reviews/words/{words.pk}/withdraw/", follow=True)

    assert "Take it down here too: the window" in response.text
    assert "taken back" in response.text


def test_viewers_only_read(as_viewer, words, typed):
    assert as_viewer.get("/reviews/words/").status_code == 200
    assert as_viewer.post("/reviews/words/new/", typed).status_code == 403
    assert as_viewer.post(f"/reviews/words/{words.pk}/withdraw/").status_code == 403
    assert as_viewer.get(f"/reviews/words/{words.pk}/withdraw/").status_code in {403, 405}
