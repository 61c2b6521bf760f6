"""A voucher for answering: once, when the answer is whole, whatever it says."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from customers.models import Interaction
from engagement.composing import compose, letterhead
from engagement.models import Voucher, VoucherReason
from feedback.actions.invitation import Asking, invite
from feedback.actions.response import record_answer
from feedback.evidence import Coming
from feedback.forms.survey import SurveyForm
from feedback.models import ReviewPlatform, Survey
from feedback.survey_gift import Gift
from tests.feedback.surveys import given, invited, promised


@pytest.mark.parametrize("score", [1, 5])
def test_give_gift_never_looks_at_the_score(survey, score):
    response = given(promised(survey, amount="5.00", days=30), score)

    voucher = Voucher.objects.get()

    assert (voucher.worth, voucher.reason, voucher.customer) == (
        "£5.00",
        VoucherReason.SURVEY,
        response.customer,
    )
    assert voucher.expires_on == timezone.localdate() + timedelta(days=30)


def test_give_gift_is_written_down_in_the_language_of_the_shop(survey):
    with translation.override("de"):
        given(promised(survey, amount="5.00", days=30), 5)

    assert Interaction.objects.get(kind="voucher").text == "£5.00 · Thanks for answering"


def test_give_gift_once_however_often_they_answer(survey, anna, stranger):
    asked = invited(anna, promised(survey, percent=10, days=90))

    for score in ("2", "4"):
        asked.send(stranger, score=score)
    page = stranger.get(asked.path).text

    voucher = Voucher.objects.get()
    assert voucher.worth == "10%"
    assert voucher.code in page
    assert voucher.code not in type(stranger)().get(asked.path).text, "who has only the link sees no code"


def test_give_gift_not_for_half_an_answer_nor_for_a_robot(survey, anna):
    invitation = invite(anna, promised(survey, percent=10, days=90), Asking("one"), by=None)

    record_answer(invitation, Coming(given={"score": 5}, page="p", seconds=0.1))
    half = Coming(given={"why": "Half"}, page="q", seconds=9, was_changed=True)
    taken = record_answer(invitation, half)
    assert not Voucher.objects.exists()
    whole = Coming(given={"score": 1, "why": "Half"}, page="q", seconds=9, was_touched=True)
    record_answer(invitation, whole, cookie=taken.cookie)

    assert Voucher.objects.count() == 1


def test_give_gift_nothing_where_nothing_was_promised(survey):
    given(survey, 5)

    assert not Voucher.objects.exists()


def test_the_page_and_the_mail_say_what_is_promised(survey, anna, shop, stranger):
    asked = invited(anna, promised(survey, amount="5.00", days=30))

    assert "a voucher of £5.00, whatever you answer" in stranger.get(asked.path).text
    composed = compose(asked.invitation.message, anna, "anna@example.org", letterhead(shop))
    assert "voucher of £5.00, whatever you answer" in composed.text


def test_thanks_in_words_of_our_own(survey, anna, stranger):
    Survey.objects.filter(pk=survey.pk).update(thanks={"low": "That must not happen."})
    own = promised(survey)
    asked = invited(anna, own)

    asked.send(stranger, score="1")

    assert "That must not happen." in stranger.get(asked.path).text


def test_a_gift_is_one_thing_and_is_read_again():
    assert Gift.read({}) is None
    assert Gift.read(Gift(percent=10, days=7).kept()) == Gift(percent=10, days=7)


TYPED = {"name": "N", "mail_subject": "S", "mail_body": "[[survey]]", "gift_amount": "5"}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, None),
        ({"gift_percent": "10"}, "gift_percent"),
        ({"shows_reviews": "on"}, "gift_amount"),
        ({"shows_reviews": "on", "gift_amount": ""}, None),
        ({"mail_body": "[[survey]] {{ review_link }}"}, "gift_amount"),
        ({"mail_body": "[[survey]] https://g.page/r/x/review"}, "gift_amount"),
        ({"mail_body": "[[survey]] https://g.page/r/x/review", "gift_amount": ""}, None),
    ],
)
def test_nothing_is_given_for_a_review(shop, typed, wrong):
    ReviewPlatform.objects.create(kind="google", name="Google", address="https://g.page/r/x/review")

    form = SurveyForm(TYPED | typed)
    form.is_valid()

    assert (wrong in form.errors) if wrong else not form.errors
