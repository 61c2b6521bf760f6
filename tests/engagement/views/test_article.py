"""The pages of the shop's word."""

import pytest
from django.test import Client

from engagement.actions.article import Wording, write_article
from engagement.models import Article

pytestmark = pytest.mark.django_db
TYPED = {"kind": "answer", "title": "Do you wrap?", "body": "Yes, *always*.", "once": "a"}


@pytest.fixture
def wrap(shop) -> Article:
    return write_article(Wording(kind="answer", title="Do you wrap?", body="Yes."), by=None)


@pytest.fixture
def as_manager(mark) -> Client:
    client = Client()
    client.force_login(mark)
    return client


def test_a_manager_writes_a_page_once(as_manager):
    for _turn in range(2):
        response = as_manager.post("/word/new/", TYPED)

    article = Article.objects.get()
    assert response.url == f"/word/{article.pk}/"
    assert "<em>always</em>" in as_manager.get(response.url).text


def test_staff_read_and_do_not_write(as_staff, wrap):
    assert as_staff.get(f"/word/{wrap.pk}/").status_code == 200
    assert as_staff.post("/word/new/", TYPED).status_code == 403
    assert as_staff.post(f"/word/{wrap.pk}/edit/", TYPED).status_code == 403
    assert as_staff.post(f"/word/{wrap.pk}/retire/").status_code == 403


def test_the_same_title_twice_is_told_next_to_it(as_manager, wrap):
    response = as_manager.post("/word/new/", TYPED)

    assert response.status_code == 422
    assert "There is one of this title already." in response.text
    assert "Yes, *always*." in response.text


def test_a_slower_change_keeps_what_was_typed(as_manager, wrap):
    change = {**TYPED, "title": "Do you wrap presents?", "version": 1}
    assert as_manager.post(f"/word/{wrap.pk}/edit/", change).status_code == 302

    response = as_manager.post(f"/word/{wrap.pk}/edit/", {**change, "body": "Mine."})

    assert (response.status_code, "Mine." in response.text) == (409, True)
    wrap.refresh_from_db()
    assert wrap.body == TYPED["body"]


def test_reading_is_ticked(as_staff, wrap, mira):
    assert "not read yet" in as_staff.get("/word/").text

    as_staff.post(f"/word/{wrap.pk}/read/")

    assert wrap.readings.get().reader == mira
    assert "not read yet" not in as_staff.get("/word/").text


def test_looking_only_looks(as_staff, wrap):
    assert as_staff.get(f"/word/{wrap.pk}/read/").status_code == 405


def test_a_part_offers_words_for_a_reply(as_staff, wrap):
    response = as_staff.get("/word/pick/?word=wrap", headers={"HX-Request": "true"})

    assert 'data-insert="Yes."' in response.text


def test_words_for_an_answer_come_without_their_marks(as_staff, shop):
    wording = Wording(
        kind="answer", title="Returns", body="Within **30 days**, see [here](https://example.org/)."
    )
    write_article(wording, by=None)
    asked = {"word": "returns", "plain": "1"}

    found = as_staff.get("/word/pick/", asked, headers={"HX-Request": "true"}).text

    assert 'data-insert="Within 30 days, see here (https://example.org/)."' in found


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_takes_the_same_queries(as_staff, shop, item_count, django_assert_num_queries):
    for number in range(item_count):
        write_article(Wording(kind="answer", title=f"Question {number}", body="Yes."), by=None)
    as_staff.get("/word/")

    with django_assert_num_queries(4):
        as_staff.get("/word/")


def test_the_palette_finds_our_word(as_staff, wrap):
    part = {"HX-Request": "true", "HX-Target": "palette-word"}

    found = as_staff.get("/word/", {"q": "wrap"}, headers=part).text

    assert (found.count('role="option"'), f'href="/word/{wrap.pk}/"' in found) == (1, True)
    assert as_staff.get("/word/", {"q": ""}, headers=part).text.strip() == ""


def test_the_search_page_leads_to_our_word(as_staff, wrap):
    page = as_staff.get("/search/", {"q": "wrap", "then": "log"}).text

    assert 'href="/word/?q=wrap"' in page


def test_whoever_writes_a_mail_has_our_word_beside_it(as_staff, wrap, anna):
    page = as_staff.get(f"/customers/{anna.pk}/write/").text

    assert 'data-inserts-into="id_body"' in page
