"""Reviews and improvements, as programs read and write them."""

from feedback.actions.improvement import Change, add_improvement, move_improvement
from feedback.models import Review

BODY = {"platform": "Google", "text": "Good.", "author": "Jo", "score": 4, "external_id": "a1"}


def test_a_review_is_written_down_once_and_nobody_is_guessed(till, google, anna):
    shown = [till.post("/reviews/", {**BODY, "author": "Anna Bell"}).json() for _turn in range(2)]

    review = Review.objects.get()
    assert shown[0] == shown[1] == till.get(f"/reviews/{review.pk}/").json()
    assert (shown[0]["score"], shown[0]["customer"], shown[0]["state"]) == (4, None, "waiting")


def test_what_is_wrong_is_named(till, google):
    refused = till.post("/reviews/", {"platform": "Nowhere", "score": 9})
    assert (refused.status_code, {*refused.json()["errors"]}) == (400, {"platform", "score"})

    assert till.post("/reviews/", {"platform": "Google"}).status_code == 400


def test_the_list_is_narrowed(till, good_review, bad_review):
    assert len(till.get("/reviews/").json()["results"]) == 2
    assert till.get("/reviews/?state=answered").json()["results"] == []


def test_improvements_are_read(till, shop):
    made = add_improvement(Change(title="A second till"), by=None)
    move_improvement(made, "done", by=None)

    [row] = till.get("/improvements/?state=done").json()["results"]

    assert (row["title"], row["is_public"]) == ("A second till", False)
    assert till.get(f"/improvements/{made.pk}/").json() == row
