"""Reviews: written down once, recognised by a person, answered with a second pair of eyes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.models import Interaction, StageEvidence
from customers.stale import SomebodyWasFaster
from feedback.actions.review import (
    forget_reviewer,
    log_review,
    log_reviews,
    put_review_away,
    recognise_reviewer,
    wait_again,
)
from feedback.actions.review_platform import (
    Place,
    PlatformForbidsAsking,
    PlatformIsTaken,
    add_platform,
    edit_platform,
    retire_platform,
)
from feedback.actions.review_reply import (
    ReplyIsNotApproved,
    ReplyTellsTooMuch,
    approve_reply,
    note_reply,
    write_reply,
)
from feedback.models import Review, ReviewPlatform, ReviewState
from feedback.review_matches import matches_of
from feedback.review_reading import Written

pytestmark = pytest.mark.django_db
SORRY = "We are sorry. There are two of us at the till now."


def verbs() -> list[str]:
    found = AuditEntry.objects.filter(verb__startswith="review.").order_by("pk")
    return list(found.values_list("verb", flat=True))


def test_log_review_twice_is_one_review_whose_clock_runs(google, mira):
    written = Written("Good.", "Jo", 5, date(2026, 5, 1))
    first, is_new = log_review(google, written, by=mira)

    again, is_new_again = log_review(google, written, by=mira)

    assert (first, is_new, is_new_again) == (again, True, False)
    assert first.reply_by > timezone.now()
    assert verbs() == ["review.logged"]


def test_a_review_with_a_number_is_known_by_it(google):
    log_review(google, Written("Good.", "Jo", 5, external_id="a1"), by=None)

    assert log_reviews(google, [Written("Good!", "Jo", 4, external_id="a1")], by=None) == 0


def test_a_review_that_was_changed_waits_anew_and_keeps_what_it_said(google, anna, mira, mark):
    review, _is_new = log_review(google, Written("Good.", "Jo", 5, external_id="a1"), by=None)
    recognise_reviewer(review, anna, by=mira)
    review.refresh_from_db()
    note_reply(write_reply(review, "Thank you!", version=review.version, by=mira), by=mira)

    for _turn in range(2):
        review, is_new = log_review(google, Written("Bad after all.", "Jo", 2, external_id="a1"), by=None)

    assert (is_new, review.state, review.score) == (False, ReviewState.WAITING, 2)
    assert [(old.score, old.text) for old in review.versions.all()] == [(5, "Good.")]
    assert not StageEvidence.objects.standing().exists()
    with pytest.raises(ReplyIsNotApproved):
        note_reply(review, by=mira)


def test_recognise_reviewer_makes_an_advocate_of_whoever_praised(good_review, anna, mira):
    for _turn in range(2):
        recognise_reviewer(good_review, anna, by=mira)

    about = f"feedback.review:{good_review.pk}"
    assert list(StageEvidence.objects.standing().values_list("customer", "kind", "about", "on")) == [
        (anna.pk, "review", about, date(2026, 5, 2))
    ]
    assert Interaction.objects.of(anna).get(kind="review").text == "Lovely shop."
    assert verbs().count("review.recognised") == 1


def test_few_stars_are_no_advocacy(bad_review, anna, mira):
    recognise_reviewer(bad_review, anna, by=mira)

    assert not StageEvidence.objects.exists()


def test_recognising_somebody_else_leaves_nothing_with_the_first(good_review, anna, bert, mira):
    recognise_reviewer(good_review, anna, by=mira)

    recognise_reviewer(good_review, bert, by=mira)

    assert [row.customer for row in StageEvidence.objects.standing()] == [bert]
    assert not Interaction.objects.of(anna).filter(kind="review").exists()


def test_forget_reviewer_takes_all_of_it_back(good_review, anna, mira):
    recognise_reviewer(good_review, anna, by=mira)

    forget_reviewer(good_review, by=mira)
    forget_reviewer(good_review, by=mira)

    good_review.refresh_from_db()
    assert (good_review.customer, StageEvidence.objects.standing().count()) == (None, 0)
    assert verbs().count("review.unrecognised") == 1


def test_matches_are_suggestions_of_the_same_name(good_review, bad_review, anna, mira):
    assert [(match.customer, match.was_here) for match in matches_of(good_review, mira)] == [(anna, False)]
    good_review.refresh_from_db()
    assert good_review.customer is None


def test_a_reply_to_few_stars_waits_for_a_yes(bad_review, mira, mark):
    review = write_reply(bad_review, SORRY, version=1, by=mira)
    with pytest.raises(ReplyIsNotApproved):
        note_reply(review, by=mira)

    approve_reply(review, version=review.version, by=mark)
    for _turn in range(2):
        review = note_reply(review, by=mira)

    assert (review.state, review.approved_by, review.replied_by) == (ReviewState.ANSWERED, mark, mira)
    assert verbs() == ["review.logged", "review.reply_written", "review.reply_approved", "review.replied"]


def test_the_database_refuses_a_reply_nobody_approved(bad_review):
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=bad_review.pk).update(replied_at=timezone.now())


def test_other_words_need_another_yes(bad_review, mira, mark):
    review = write_reply(bad_review, SORRY, version=1, by=mira)
    old = review.version
    review = write_reply(approve_reply(review, version=old, by=mark), f"{SORRY} Truly.", version=3, by=mira)

    assert review.approved_at is None
    with pytest.raises(SomebodyWasFaster):
        approve_reply(review, version=old, by=mark)


def test_praise_is_answered_without_asking(good_review, mira):
    review = write_reply(good_review, "Thank you!", version=1, by=mira)

    assert note_reply(review, by=mira).state == ReviewState.ANSWERED


def test_a_reply_names_nobody(bad_review, anna, mira):
    recognise_reviewer(bad_review, anna, by=mira)
    bad_review.refresh_from_db()

    with pytest.raises(ReplyTellsTooMuch) as refused:
        write_reply(bad_review, "Dear Mrs Bell, sorry.", version=bad_review.version, by=mira)

    assert refused.value.findings == ["It calls them “bell”, which they did not do themselves."]


def test_a_review_is_put_away_and_comes_back(bad_review, mira):
    for _turn in range(2):
        assert put_review_away(bad_review, by=mira).state == ReviewState.CLOSED

    assert wait_again(bad_review, by=mira).state == ReviewState.WAITING
    assert verbs() == ["review.logged", "review.closed", "review.reopened"]


@pytest.mark.parametrize("kind", ["yelp", "social"])
def test_nobody_is_asked_where_asking_is_forbidden(shop, kind):
    with pytest.raises(PlatformForbidsAsking):
        add_platform(Place(kind, "There", "https://there.example/", is_asked=True), by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewPlatform.objects.create(kind=kind, name="There", is_asked=True)


def test_a_place_is_named_once_and_changed_by_the_faster(google):
    with pytest.raises(PlatformIsTaken):
        add_platform(Place("own", "Google"), by=None)
    edit_platform(google, Place("google", "Google Maps"), version=1, by=None)
    with pytest.raises(SomebodyWasFaster):
        edit_platform(google, Place("google", "Google"), version=1, by=None)


def test_a_place_given_up_is_asked_for_no_more(google):
    retire_platform(google, by=None)
    retire_platform(google, by=None)

    assert not ReviewPlatform.objects.asked_for().exists()
    assert AuditEntry.objects.filter(verb="review_platform.retired").count() == 1
