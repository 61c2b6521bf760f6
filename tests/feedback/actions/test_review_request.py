"""Asking for reviews: alike, once, reminded once, and never by how happy somebody is."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from engagement.actions.email_template import install_starter_templates
from engagement.actions.enrolment import advance_enrolment, look_for_causes
from engagement.forms.automation import AutomationForm
from engagement.models import Enrolment, Message, SkipReason
from engagement.recipes import RECIPES
from engagement.steps import STEPS
from engagement.still_true import why_no_longer
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.review_request import note_click
from feedback.models import RequestOutcome, ReviewRequest
from tests.engagement.automations import automation_on, buy, words  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
SCORE_WORDS = ("score", "rating", "star", "nps", "csat", "happy", "mood", "promoter")


@pytest.fixture
def review_on(automation_on, google):  # noqa: F811
    return automation_on("review", since=timezone.now() - 7 * A_DAY)


def walk(automation, *, until: int) -> None:
    """The clock looks for causes now, and goes on until so many days from now."""
    start = timezone.now()
    look_for_causes(automation.pk, now=start)
    for day in range(until + 1):
        with time_machine.travel(start + day * A_DAY, tick=False):
            for pk in Enrolment.objects.filter(state="waiting").values_list("pk", flat=True):
                advance_enrolment(pk, now=timezone.now())


def test_a_purchase_leads_to_one_request_and_one_reminder(review_on, anna, buy):  # noqa: F811
    buy(anna, days_ago=0.1)

    walk(review_on, until=20)
    walk(review_on, until=20)

    request = ReviewRequest.objects.get()
    assert (request.outcome, request.customer, request.platform.name) == ("asked", anna, "Google")
    mails = Message.objects.order_by("pk").values_list("message_class", "purpose", "topic", "about")
    assert (
        list(mails) == [("review", "review_request", "reviews", f"feedback.reviewrequest:{request.pk}")] * 2
    )


def test_nobody_is_reminded_who_came(review_on, anna, google, buy):  # noqa: F811
    buy(anna, days_ago=0.1)
    walk(review_on, until=6)
    note_click(ReviewRequest.objects.get(), google, now=timezone.now())

    walk(review_on, until=20)

    assert Message.objects.count() == 1


def test_nobody_is_asked_twice_in_half_a_year(review_on, anna, buy):  # noqa: F811
    review_on.cap_days = None  # whatever the owner has set
    review_on.save(update_fields=["cap_days"])
    buy(anna, days_ago=0.1)
    walk(review_on, until=6)
    Enrolment.objects.all().delete()
    buy(anna, days_ago=0.05)

    walk(review_on, until=6)

    outcomes = ReviewRequest.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == [RequestOutcome.ASKED, RequestOutcome.ASKED_LATELY]


def test_an_open_complaint_puts_the_request_off_for_two_weeks_and_no_longer(review_on, anna, buy, mira):  # noqa: F811
    take_complaint(Taken(story="The pot leaks.", customer=anna), by=mira)
    buy(anna, days_ago=0.1)

    walk(review_on, until=6)

    request, mail = ReviewRequest.objects.get(), Message.objects.get()
    assert request.put_off_until - request.at == 14 * A_DAY
    assert mail.not_before == request.put_off_until
    assert mail.expires_at > request.put_off_until
    assert why_no_longer(mail, timezone.now()) is None


def test_whoever_is_not_drawn_is_written_down_too(review_on, anna, buy):  # noqa: F811
    steps = [dict(step, who="lot", number=0) if "who" in step else step for step in review_on.steps]
    review_on.steps = [dict(step, who="nth", number=10**9) if "who" in step else step for step in steps]
    review_on.save(update_fields=["steps"])
    buy(anna, days_ago=0.1)

    walk(review_on, until=20)

    assert (ReviewRequest.objects.get().outcome, Message.objects.count()) == ("not_drawn", 0)


def test_without_a_place_nobody_is_asked(automation_on, anna, buy):  # noqa: F811
    automation = automation_on("review")
    buy(anna, days_ago=0.1)

    walk(automation, until=20)

    assert (ReviewRequest.objects.get().outcome, Message.objects.count()) == ("nowhere", 0)


def test_a_mail_does_not_leave_once_they_came_or_the_place_is_gone(review_on, anna, google, buy):  # noqa: F811
    buy(anna, days_ago=0.1)
    walk(review_on, until=6)
    mail, request = Message.objects.get(), ReviewRequest.objects.get()
    assert why_no_longer(mail, timezone.now()) is None

    google.is_asked = False
    google.save()
    assert why_no_longer(mail, timezone.now()) == SkipReason.NO_LONGER_TRUE
    google.is_asked = True
    google.save()
    note_click(request, google, now=timezone.now())
    assert why_no_longer(mail, timezone.now()) == SkipReason.NO_LONGER_TRUE


def test_no_condition_on_how_happy_somebody_is_exists_anywhere(shop):
    """Not in the recipe, not in what an owner may set, not among the steps."""
    install_starter_templates(by=None)
    recipe = RECIPES["review"]
    automation = SimpleNamespace(
        name="", cap_days=1, hold_out_percent=0, version=1, settings=dict(recipe.settings)
    )
    names = [*AutomationForm(None, automation).fields]
    for step in recipe.steps:
        names += [*step, *STEPS[step["kind"]].fields()]

    assert [name for name in names if any(word in name for word in SCORE_WORDS)] == []
    assert set(STEPS["review_request"].fields()) == {"template", "who", "number"}
    assert recipe.stops_when == ("refunded",)


def test_only_mails_that_ask_for_reviews_can_be_chosen(shop):
    install_starter_templates(by=None)

    keys = {key for key, _name in STEPS["review_request"].fields()["template"].choices}

    assert keys == {"review_request", "review_reminder"}
