"""While a colleague is away, what falls to them falls to whoever stands in."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from crm.shop.actions.absence import Away, say_away
from crm.shop.models import OpeningWindow
from engagement.actions.digest import plan_digests, why_no_digest
from engagement.actions.enquiry import Asked, open_enquiry
from engagement.actions.follow_up import Promise, make_follow_up
from engagement.models import FollowUp, Message

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def promised(anna, otto) -> FollowUp:
    """Otto promised it for today."""
    return make_follow_up(anna, Promise("Ring about the teapot", timezone.localdate(), otto), by=None)


@pytest.fixture
def otto_is_away(otto, mira) -> None:
    today = timezone.localdate()
    say_away(otto, Away(today, today, mira), by=otto)


def test_a_follow_up_of_somebody_away_stands_with_whoever_stands_in(as_staff, promised, otto_is_away, otto):
    pages = [as_staff.get(door).text for door in ("/today/", "/follow-ups/")]
    count = as_staff.get("/follow-ups/due/", headers={"HX-Request": "true"}).text

    assert ["Ring about the teapot" in page for page in pages] == [True, True]
    assert "· Otto" in pages[1]
    assert ">1<" in count
    as_staff.post(f"/follow-ups/{promised.pk}/", {"do": "done"})
    promised.refresh_from_db()
    assert str(promised.completed_by) == "Mira"


def test_a_follow_up_of_a_colleague_who_is_here_is_theirs(as_staff, promised):
    assert "Ring about the teapot" not in as_staff.get("/today/").text
    assert as_staff.post(f"/follow-ups/{promised.pk}/", {"do": "done"}).status_code == 404


def test_the_mail_of_the_morning_goes_to_whoever_stands_in(anna, otto, mira, counter):
    OpeningWindow.objects.create(location=counter, weekday=0, opens=time(9), closes=time(17))
    with time_machine.travel(NINE, tick=False):
        make_follow_up(anna, Promise("Ring about the teapot", NINE.date(), otto), by=None)
        say_away(otto, Away(NINE.date(), NINE.date(), mira), by=otto)

        planned = plan_digests(NINE)
        mail = Message.objects.get()

        assert (planned, mail.staff) == (1, mira)
        assert mail.context["promises"] == "Anna Bell: Ring about the teapot · for Otto"
        assert why_no_digest(mail, NINE + timedelta(minutes=1)) is None


def test_a_question_of_somebody_away_stands_under_mine(as_staff, anna, otto, otto_is_away):
    open_enquiry(Asked("Where is my teapot?", "web", customer=anna, owner=otto), by=None)

    assert "teapot" in as_staff.get("/enquiries/?whose=mine").text
