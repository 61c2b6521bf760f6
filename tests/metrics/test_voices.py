"""What customers say, ask and send becomes figures, and each figure has its people."""

from datetime import timedelta

import pytest

from customers.models import Customer, Referral
from engagement.models import Enquiry, EnquiryState
from feedback.actions.survey import install_starter_surveys, switch_survey_on
from feedback.models import (
    AnswerChannel,
    Complaint,
    Response,
    Review,
    ReviewPlatform,
    Survey,
)
from metrics.definitions import METRICS
from metrics.people import people_of
from metrics.period import Period
from metrics.rollups import rebuild
from metrics.series import value_of
from tests.feedback.surveys import given
from tests.metrics.buying import NOON, day, sell


def on(number):
    return NOON + timedelta(days=number)


def figure(slug, number=100):
    return value_of(METRICS[slug], METRICS[slug].whole_past(day(number)))


def fraction(slug, number=100):
    found = figure(slug, number)
    return found.numerator, found.denominator


def people(slug, number=100):
    metric = METRICS[slug]
    return list(people_of(metric, metric.whole_past(day(number))).order_by("pk"))


def survey(key):
    install_starter_surveys(by=None)
    return switch_survey_on(Survey.objects.get(key=key), by=None)


def said(answer, number, customer=None):
    """Move an answer to its day, and make it somebody's."""
    changed = {"confirmed_at": on(number)} | ({"customer": customer} if customer else {})
    Response.objects.filter(pk=answer.pk).update(**changed)
    return answer.customer


@pytest.fixture
def after_a_purchase(shop):
    return survey("purchase")


def test_csat_counts_the_latest_answer_of_each_for_90_days(anna, after_a_purchase):
    said(given(after_a_purchase, 5), 10, anna)
    said(given(after_a_purchase, 2), 60, anna)
    happy = said(given(after_a_purchase, 4), 80)
    said(given(after_a_purchase, 1, channel=AnswerChannel.KIOSK), 80)
    rebuild()

    assert [fraction("csat", number) for number in (9, 10, 59, 60, 80, 150, 170)] == [
        *((0, 0), (1, 1), (1, 1), (0, 1), (1, 2)),
        *((1, 1), (0, 0)),
    ]
    assert fraction("csat_tablet") == (0, 1)
    assert people("csat") == [anna]
    assert happy not in people("csat")


def test_nps_keeps_promoters_and_detractors_apart(shop):
    likely = survey("likely")
    unhappy = [said(given(likely, score), 50) for score in (10, 9, 8, 6)][-1]
    rebuild()

    nps = figure("nps")

    assert (nps.numerator, nps.n, nps.value) == (1, 4, 25.0)
    assert (round(nps.low), round(nps.high)) == (-44, 73)
    assert people("nps") == [unhappy]


def test_complaints_by_orders_and_what_became_of_them(anna, bert):
    sell(anna, *range(50, 70), 95)
    for customer, state in ((anna, "closed_resolved"), (bert, "closed_unresolved"), (bert, "merged")):
        Complaint.objects.create(
            customer=customer,
            story="It leaks.",
            wish="refund",
            received_at=on(90),
            state=state,
            closed_at=on(92),
        )
    Complaint.objects.create(customer=anna, story="Late.", wish="apology", received_at=on(99))
    rebuild()

    complaints = figure("complaints")
    assert (complaints.k, complaints.n, complaints.value) == (3, 21, pytest.approx(100 * 3 / 21))
    assert people("complaints") == [anna, bert]
    assert fraction("complaints_resolved") == (1, 2)
    assert people("complaints_resolved") == [bert]
    assert fraction("recovered", 181) == (0, 0)
    assert fraction("recovered", 182) == (1, 2)
    assert fraction("resolution_time") == (2, 3)
    assert people("resolution_time") == [anna]


def test_questions_in_time_and_how_long_they_wait(anna, bert):
    for customer, answered in ((anna, on(90) + timedelta(hours=2)), (bert, None)):
        Enquiry.objects.create(
            customer=customer,
            channel="email",
            question="Is it in?",
            received_at=on(90),
            waiting_since=on(90),
            answer_by=on(91),
            first_answered_at=answered,
            state=EnquiryState.ANSWERED if answered else EnquiryState.OPEN,
        )
    Enquiry.objects.create(
        channel="email",
        question="Buy!",
        received_at=on(90),
        waiting_since=on(90),
        answer_by=on(91),
        state="spam",
    )
    rebuild()

    assert fraction("enquiries_in_time") == (1, 2)
    assert people("enquiries_in_time") == people("first_answer") == [bert]
    waited = figure("first_answer")
    assert (waited.numerator, waited.n, waited.value) == (1, 2, 2.0)
    assert figure("first_answer_p90").value is None  # nobody can say yet


def test_referrals_and_k(anna, bert):
    Referral.objects.create(advocate=anna, friend=bert, way="counter", at=on(20))
    sell(anna, 30)
    sell(bert, 40)
    rebuild()

    assert fraction("referrals") == (1, 1)
    assert fraction("k_factor") == (1, 2)
    assert fraction("k_factor", 129) == (1, 1)
    assert fraction("k_factor", 130) == (0, 0)
    assert people("referrals") == people("k_factor") == [anna]


def test_stars_of_reviews_have_a_mean(anna):
    google = ReviewPlatform.objects.create(kind="google", name="Google")
    for number, score in enumerate((5, 5, 4, 1, None)):
        Review.objects.create(
            platform=google,
            fingerprint=str(number),
            score=score,
            written_on=day(90),
            reply_by=on(95),
            customer=anna,
        )
    rebuild()

    stars = figure("reviews")

    assert (stars.n, stars.value) == (4, 3.75)
    assert 0.7 < stars.low < 0.8
    assert people("reviews") == [anna]


def test_people_of_buying(anna, bert):
    cleo = Customer.objects.create(given_name="Cleo")
    sell(anna, 0, 95)
    sell(bert, 5)
    sell(cleo, 80)
    sell(cleo, 81, is_refund=True, total="-10")
    rebuild()

    assert people("revenue") == [anna, cleo]
    assert people("new_customers") == [cleo]
    assert people("repeat_orders") == people("repeat_by_day") == [anna]
    assert people("refunds") == [cleo]
    assert people("repeat_within_90") == people("repeat_within_30") == [cleo]
    assert people("silent_90") == [bert]
    assert people("active") == [anna, cleo]
    assert people("retention", 94) == [anna]
    assert people("retention", 100) == [bert]
    everybody = Period.until(day(100))
    assert list(people_of(METRICS["orders"], everybody, channel="web")) == []
