"""The pages of reviews."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from feedback.models import Review, ReviewPlatform, ReviewState

pytestmark = pytest.mark.django_db
SORRY = "We are sorry."
PLACE = {"kind": "own", "name": "Our page", "address": "https://shop.example/say", "weight": 1, "once": "p"}


def test_a_review_is_written_down_once(as_staff, google):
    typed = {"platform": google.pk, "author": "Jo", "score": 4, "text": "Good.", "once": "a"}
    for _turn in range(2):
        response = as_staff.post("/reviews/new/", typed)

    review = Review.objects.get()
    assert (response.url, review.score) == (f"/reviews/{review.pk}/", 4)


@pytest.mark.parametrize(
    "typed",
    [{}, {"score": "6"}, {"text": "x", "written_on": "2999-01-01"}, {"text": "x", "address": "nowhere"}],
)
def test_an_odd_review_comes_back_as_a_form(as_staff, google, typed):
    response = as_staff.post("/reviews/new/", {"platform": google.pk, **typed})

    assert (response.status_code, Review.objects.count()) == (422, 0)


def test_a_pasted_review_comes_back_filled_in(as_staff, google):
    response = as_staff.post("/reviews/paste/", {"pasted": "Jane D.\n★★☆☆☆\n3 May 2026\nThe queue!"})

    initial = response.context["form"].initial
    assert (initial["author"], initial["score"], initial["text"]) == ("Jane D.", 2, "The queue!")
    assert initial["written_on"] == date(2026, 5, 3)
    assert as_staff.post("/reviews/paste/", {}).status_code == 422


def test_a_file_brings_only_what_is_new(as_staff, google):
    for expected in ("2 reviews are new.", "0 reviews are new."):
        file = SimpleUploadedFile(
            "r.csv", b"date,author,rating,review\n2026-05-01,Jo,5,Good\n,Bo,1,Bad\n,,7,x\n"
        )
        response = as_staff.post("/reviews/import/", {"platform": google.pk, "file": file}, follow=True)
        assert expected in response.text
        assert "Lines we did not understand: 4" in response.text


def test_a_file_that_is_none_is_refused_in_words(as_staff, google):
    file = SimpleUploadedFile("r.csv", b"a,b\n1,2\n")
    response = as_staff.post("/reviews/import/", {"platform": google.pk, "file": file})

    assert (response.status_code, "has to name the columns" in response.text) == (422, True)


def test_the_list_shows_what_waits_and_narrows(as_staff, bad_review, good_review):
    assert "The queue was endless." in as_staff.get("/reviews/").text
    only_good = as_staff.get("/reviews/?score=5").text
    assert ("Lovely shop." in only_good, "The queue was endless." in only_good) == (True, False)
    assert "Nothing here" in as_staff.get("/reviews/?show=answered").text
    assert as_staff.get("/reviews/?show=all&score=٣&platform=x&after=odd").status_code == 200


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_takes_as_many_queries_however_long_it_is(
    as_staff, google, django_assert_num_queries, item_count
):
    for number in range(item_count):
        typed = {"platform": google.pk, "text": f"Good {number}", "score": 5}
        as_staff.post("/reviews/new/", typed)

    with django_assert_num_queries(6):
        as_staff.get("/reviews/")


def test_a_reply_is_drafted_approved_and_put_there(as_staff, as_manager, bad_review):
    address = f"/reviews/{bad_review.pk}/"
    as_staff.post(f"{address}reply/", {"text": SORRY, "version": 1})
    assert "It waits for a manager" in as_staff.get(address).text
    assert as_staff.post(f"{address}approve/", {"version": 2}).status_code == 403
    as_staff.post(f"{address}replied/")
    bad_review.refresh_from_db()
    assert bad_review.replied_at is None

    as_manager.post(f"{address}approve/", {"version": 2})
    as_staff.post(f"{address}replied/")

    bad_review.refresh_from_db()
    assert bad_review.state == ReviewState.ANSWERED
    assert "Stands there since" in as_staff.get(address).text


def test_a_yes_to_other_words_is_none(as_manager, bad_review):
    as_manager.post(f"/reviews/{bad_review.pk}/reply/", {"text": SORRY, "version": 1})

    response = as_manager.post(f"/reviews/{bad_review.pk}/approve/", {"version": "1"}, follow=True)

    assert "please read it again" in response.text
    bad_review.refresh_from_db()
    assert bad_review.approved_at is None


def test_a_reply_that_tells_too_much_says_so(as_staff, bad_review):
    response = as_staff.post(f"/reviews/{bad_review.pk}/reply/", {"text": "Ring 01482 123456", "version": 1})

    assert (response.status_code, "A phone number stands in it." in response.text) == (422, True)


def test_a_slower_reply_keeps_what_was_typed(as_staff, bad_review):
    as_staff.post(f"/reviews/{bad_review.pk}/reply/", {"text": SORRY, "version": 1})

    response = as_staff.post(f"/reviews/{bad_review.pk}/reply/", {"text": "Mine.", "version": 1})

    assert (response.status_code, "Mine." in response.text) == (409, True)


def test_whose_it_is_is_confirmed_by_a_tap(as_staff, good_review, anna, mira):
    assert "Anna Bell" in as_staff.get(f"/reviews/{good_review.pk}/").text

    as_staff.post(f"/reviews/{good_review.pk}/recognise/", {"customer-chosen": anna.pk})
    good_review.refresh_from_db()
    assert (good_review.customer, good_review.recognised_by) == (anna, mira)

    as_staff.post(f"/reviews/{good_review.pk}/recognise/", {"do": "forget"})
    good_review.refresh_from_db()
    assert good_review.customer is None


def test_nobody_of_this_name_comes_back_as_a_form(as_staff, good_review):
    response = as_staff.post(f"/reviews/{good_review.pk}/recognise/", {"customer": "Zzyzx"})

    assert response.status_code == 422


def test_a_review_is_put_away_by_a_button(as_staff, bad_review):
    for do, state in (("close", "closed"), ("reopen", "waiting"), ("gone", "gone"), ("odd", "gone")):
        as_staff.post(f"/reviews/{bad_review.pk}/move/", {"do": do})
        bad_review.refresh_from_db()
        assert bad_review.state == state


def test_viewers_look_and_change_nothing(as_viewer, bad_review):
    assert as_viewer.get(f"/reviews/{bad_review.pk}/").status_code == 200
    for door in ("reply", "approve", "replied", "recognise", "move"):
        assert as_viewer.post(f"/reviews/{bad_review.pk}/{door}/").status_code == 403
        assert as_viewer.get(f"/reviews/{bad_review.pk}/{door}/").status_code in {403, 405}


def test_a_review_that_is_not_there_is_not_found(as_staff, shop):
    assert as_staff.get("/reviews/99/").status_code == 404


def test_places_are_added_once_and_changed(as_manager):
    for _turn in range(2):
        as_manager.post("/reviews/places/new/", PLACE)
    place = ReviewPlatform.objects.get()
    change = {**PLACE, "name": "Page", "version": 1}

    assert as_manager.post(f"/reviews/places/{place.pk}/", change).status_code == 302
    assert as_manager.post(f"/reviews/places/{place.pk}/", {**change, "name": "P"}).status_code == 409
    assert as_manager.post("/reviews/places/new/", {**PLACE, "name": "Page", "once": "q"}).status_code == 422
    as_manager.post(f"/reviews/places/{place.pk}/retire/")
    assert "No place yet" in as_manager.get("/reviews/places/").text


@pytest.mark.parametrize(
    "odd", [{"kind": "yelp", "is_asked": "on"}, {"address": "", "is_asked": "on"}, {"weight": 0}]
)
def test_a_place_where_nobody_may_be_asked_is_refused(as_manager, odd):
    assert as_manager.post("/reviews/places/new/", {**PLACE, **odd}).status_code == 422
    assert not ReviewPlatform.objects.exists()


def test_staff_change_no_places(as_staff, google):
    assert as_staff.get("/reviews/places/").status_code == 200
    assert as_staff.post("/reviews/places/new/", PLACE).status_code == 403


def test_today_shows_what_waits_for_a_reply(as_staff, bad_review):
    assert "Reviews without a reply" in as_staff.get("/today/").text
