"""Figures split by colleague, by cause and by how people found us; each adds up to the figure itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers.actions.interaction import Entry, log_interaction
from feedback.models import Complaint, Praise, Remedy, Response, Review, ReviewPlatform, RootCause
from metrics.breakdowns import BREAKDOWNS
from metrics.definitions import METRICS
from metrics.lens import Lens
from metrics.people import people_of
from metrics.rollups import rebuild
from metrics.series import value_of
from tests.feedback.surveys import answer_of, survey  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def lens(shop):
    today = timezone.localdate()
    return Lens(last=today, today=today)


def split(slug, lens, key):
    way = next(way for way in BREAKDOWNS[slug] if way.key == key)
    return {str(name): (sums.numerator, sums.denominator) for name, sums in way.parts(slug, lens).items()}


def whole(slug, lens):
    rebuild()
    found = value_of(METRICS[slug], lens.period(METRICS[slug]))
    return found.numerator, found.denominator


def test_by_colleague(lens, anna, bert, mira, otto):
    log_interaction(anna, Entry("visit", timezone.now()), by=mira)
    answer = answer_of(anna)
    Response.objects.filter(pk=answer.pk).update(staff=otto)
    line = log_interaction(bert, Entry("compliment", timezone.now()), by=otto)
    Praise.objects.create(colleague=mira, about=f"customers.interaction:{line.pk}", on=lens.today)

    assert split("interactions", lens, "colleague") == {"Mira": (1, 1), "Otto": (1, 1)}
    assert split("praise", lens, "colleague") == {"Mira": (1, 1)}
    assert split("csat_served", lens, "colleague") == {"Otto": whole("csat_served", lens)}
    assert whole("interactions", lens)[0] == 2
    assert list(people_of(METRICS["praise"], lens.period(METRICS["praise"]))) == [bert]


def test_by_cause_and_by_what_was_given(lens, anna):
    now = timezone.now()
    faulty = RootCause.objects.create(name="faulty")
    remedied, _unremedied, _other = (
        Complaint.objects.create(
            customer=anna,
            story="It leaks.",
            wish="refund",
            received_at=now,
            state="closed_resolved",
            closed_at=now,
            root_cause=cause,
        )
        for cause in (faulty, faulty, None)
    )
    Remedy.objects.create(complaint=remedied, kind="refund", offered_at=now, given_at=now)
    Remedy.objects.create(complaint=remedied, kind="gift", offered_at=now)

    assert split("remedied", lens, "cause") == {"faulty": (1, 2), "not known": (0, 1)}
    assert split("remedied", lens, "remedy") == {"faulty – Money back": (1, 2)}
    assert whole("remedied", lens) == (1, 3)
    assert people_of(METRICS["remedied"], lens.period(METRICS["remedied"])).get() == anna


def test_by_how_they_found_us_and_the_first_contact(lens, anna, bert, mira):
    for customer, source in ((anna, "Window"), (bert, "")):
        customer.source, customer.stage_since = source, lens.today - timedelta(days=3)
        customer.save()
    log_interaction(anna, Entry("call", timezone.now(), channel="phone"), by=mira)

    assert split("new_contacts", lens, "source") == {"Window": (1, 1), "not known": (1, 1)}
    assert split("new_contacts", lens, "first-contact") == {"Phone": (1, 1), "not known": (1, 1)}
    assert whole("new_contacts", lens) == (2, 2)


def test_by_colleague_is_only_for_whoever_may_see_it(as_owner, anna, mira, monkeypatch):
    log_interaction(anna, Entry("visit", timezone.now()), by=mira)
    page = "/figures/interactions/"
    assert "By colleague" in as_owner.get(page).text

    monkeypatch.setattr(User, "can", lambda _user, right: right != Permission.METRIC_SEE_STAFF)

    assert "By colleague" not in as_owner.get(page).text


def test_reviews_that_wait_count_as_not_yet_answered(lens, anna):
    google = ReviewPlatform.objects.create(kind="google", name="Google")
    for number, state in enumerate(("waiting", "answered", "gone")):
        Review.objects.create(
            platform=google,
            written_on=lens.today - timedelta(days=3),
            reply_by=timezone.now(),
            fingerprint=str(number),
            state=state,
            score=5,
            customer=anna,
        )
    Review.objects.filter(state="answered").update(replied_at=timezone.now())

    found = value_of(METRICS["review_reply_time"], lens.period(METRICS["review_reply_time"]))

    assert (found.numerator, found.n, found.value) == (1, 2, 3.0)
    assert list(people_of(METRICS["review_reply_time"], found.period)) == [anna]
