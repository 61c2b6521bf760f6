"""Results apart by place and by colleague, and what may be said of few answers."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from crm.figures.promoters import PromoterScore
from crm.figures.share import Share
from customers.models import Customer
from feedback.models import AnswerChannel, Response, Survey
from feedback.result_filter import UNKNOWN, ResultFilter
from feedback.result_splits import splits_of
from feedback.result_trend import Trend
from feedback.results import Figure, channels_of, figures_of_all, results_of
from tests.feedback.surveys import given
from tests.web.walk import sign_in_a_moment_ago


@pytest.fixture
def answers(survey: Survey, anna: Customer, counter, mira, otto) -> list[Response]:
    """Six at the High Street, served by Mira or Otto, and one of which nobody knows."""
    at = [given(survey, score, location=counter, staff=mira) for score in (5, 5, 5, 4, 2)]
    return [*at, given(survey, 1, location=counter, staff=otto), given(survey, 3)]


def parts(survey: Survey, user, **wanted) -> list[list[tuple]]:
    found = splits_of(survey, ResultFilter(**wanted), user=user, now=timezone.now())
    return [
        [(str(part.words), part.figure.share.k, part.figure.n) for part in split.parts] for split in found
    ]


def test_splits_take_the_answers_apart_by_place_and_colleague(survey, answers, mark):
    place, staff = parts(survey, mark)

    assert place == [("High Street", 4, 6), ("not known", 0, 1)]
    assert staff == [("Mira", 4, 5), ("Otto", 0, 1), ("not known", 0, 1)]


def test_splits_show_staff_their_own_answers_only(survey, answers, mira, sam):
    assert parts(survey, mira)[1] == [("Mira", 4, 5)]
    assert len(parts(survey, sam)) == 1


def test_splits_are_left_out_where_nothing_is_known(survey, mark):
    given(survey, 5)

    assert parts(survey, mark) == []


def test_results_of_one_place_are_those_of_that_place(survey, answers, counter, mira, otto):
    def n(user, **asked: str) -> int:
        wanted = ResultFilter.read(asked, user)
        return results_of(survey, wanted, now=timezone.now()).figure.n

    assert n(mira, place=str(counter.pk)) == 6
    assert n(mira, place=UNKNOWN) == 1
    assert n(mira, staff=str(mira.pk)) == 5
    assert n(mira, staff=str(otto.pk)) == 7, "a colleague's are not for her: the address is not heard"
    assert n(mira, place="one'; drop", days="7") == 7


def test_each_customer_counts_once_with_their_latest_answer(as_manager, survey, answers, mark, otto):
    """Who gave 5 at Mira's came again, was served by Otto, and gave 1."""
    first = answers[0]
    again = given(survey, 1, location=first.location, staff=otto)
    Response.objects.filter(pk=again.pk).update(customer=first.customer)

    place, staff = parts(survey, mark)
    page = as_manager.get(f"/surveys/{survey.pk}/").text

    assert place == [("High Street", 3, 6), ("not known", 0, 1)]
    assert staff == [("Mira", 3, 4), ("Otto", 0, 2), ("not known", 0, 1)]
    assert "from 7 answers" in page
    assert "1 earlier one is left out" in page
    found = results_of(survey, ResultFilter(staff=str(otto.pk)), now=timezone.now())
    assert (found.figure.share.n, found.earlier) == (2, 0)
    assert figures_of_all([survey], now=timezone.now())[survey.pk]["mail"].n == 7


def test_a_month_has_each_customer_once_and_a_stretch_before_its_own(survey, answers):
    again = given(survey, 1)
    Response.objects.filter(pk=again.pk).update(customer=answers[0].customer)
    past = timezone.now() - timedelta(days=120)
    Response.objects.filter(pk=answers[0].pk).update(created_at=past)

    found = results_of(survey, ResultFilter(), now=timezone.now())

    assert (found.figure.n, found.before.n, found.earlier) == (7, 1, 0)
    assert [figure.n for _month, figure in found.months] == [1, 7]


def test_channels_are_never_pooled(survey, answers, mark):
    for score in (1, 2, 1):
        given(survey, score, channel=AnswerChannel.QR)

    now = timezone.now()
    assert channels_of(survey) == ["mail", "qr"]
    assert {key: figure.n for key, figure in figures_of_all([survey], now=now)[survey.pk].items()} == {
        "mail": 7,
        "qr": 3,
    }
    wanted = ResultFilter.read({}, mark).on(["mail", "qr"])
    assert results_of(survey, wanted, now=now).figure.n == 7
    assert parts(survey, mark, channel="mail")[0] == [("By mail", 4, 7), ("Code in the shop", 0, 3)]
    assert parts(survey, mark, channel="qr") == [[("By mail", 4, 7), ("Code in the shop", 0, 3)]]


def test_the_page_shows_one_channel_at_a_time(as_manager, survey, answers):
    given(survey, 1, channel=AnswerChannel.KIOSK)

    page = as_manager.get(f"/surveys/{survey.pk}/").text
    tablet = as_manager.get(f"/surveys/{survey.pk}/?channel=kiosk").text

    assert "from 7 answers" in page
    assert "Tablet in the shop: <span" in as_manager.get("/surveys/").text
    assert "0 of 1 satisfied" in tablet.partition("By channel")[0]


def test_people_without_names_are_shown_from_the_fifth_on(as_manager, survey, answers, mark):
    sign_in_a_moment_ago(as_manager, mark)
    Survey.objects.filter(pk=survey.pk).update(is_anonymous=True)
    Response.objects.filter(pk__in=[row.pk for row in answers[:3]]).delete()

    page = as_manager.get(f"/surveys/{survey.pk}/").text
    taken = b"".join(as_manager.post(f"/surveys/{survey.pk}/export/")).decode()

    assert "Too few to show" in page
    assert "satisfied" not in page
    assert len(taken.splitlines()) == 1


def test_people_without_names_are_not_taken_apart_into_few(survey, answers, mark):
    Survey.objects.filter(pk=survey.pk).update(is_anonymous=True)
    survey.refresh_from_db()

    assert parts(survey, mark) == []


@pytest.mark.parametrize(
    ("now", "before", "arrow"),
    [
        (Share(90, 100), Share(60, 100), "trending-up"),
        (Share(60, 100), Share(90, 100), "trending-down"),
        (Share(62, 100), Share(60, 100), ""),
        (Share(29, 29), Share(10, 100), ""),
    ],
)
def test_trend_has_an_arrow_only_where_it_is_sure(now, before, arrow):
    assert Trend(Figure(share=now), Figure(share=before)).arrow == arrow


def test_trend_of_points_and_of_two_scales():
    up = Trend(Figure(points=PromoterScore(80, 10, 10)), Figure(points=PromoterScore(30, 30, 40)))

    assert up.arrow == "trending-up"
    assert Trend(Figure(share=Share(50, 90)), Figure(points=PromoterScore(80, 10, 10))).arrow == ""


@pytest.mark.parametrize(
    ("figure", "says", "is_silent_about"),
    [
        (Figure(share=Share(0, 0)), "nothing to count yet", "%"),
        (Figure(share=Share(4, 4)), "4 of 4 satisfied", "%"),
        (Figure(share=Share(8, 10)), "small sample", "+"),
        (Figure(share=Share(45, 50)), "between 79% and 96%, from 50", "small sample"),
        (Figure(points=PromoterScore(2, 1, 1)), "2 for us and 1 against, of 4", "small sample"),
        (Figure(points=PromoterScore(6, 2, 2)), "small sample", "%"),
    ],
)
def test_a_figure_says_how_many_it_comes_from(figure, says, is_silent_about):
    words = render_to_string("feedback/_figure.html", {"figure": figure})

    assert says in words
    assert is_silent_about not in words
