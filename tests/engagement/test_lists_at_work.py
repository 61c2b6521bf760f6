"""Saved lists at work: whoever comes into one sets off an automation; news goes to one, or to nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.actions.segment import save_rule
from customers.models import Customer, Segment, SegmentStay
from engagement.actions.announcement_freeze import freeze_recipients
from engagement.actions.enrolment import look_for_causes
from engagement.forms.announcement import AnnouncementForm
from engagement.forms.automation import AutomationForm
from engagement.models import Announcement, Enrolment

NOW = timezone.now()
LAPSED = {"join": "all", "parts": [{"ask": "stage", "with": {"value": ["lapsed"]}}]}
HAPPY = {"join": "all", "parts": [{"ask": "answered", "with": {"band": ["high"]}}]}


@pytest.fixture
def gone(anna, mira):
    Customer.objects.filter(pk=anna.pk).update(stage="lapsed")
    return save_rule("Gone", rule=LAPSED, is_shared=True, by=mira)


def test_who_comes_into_a_list_is_enrolled_once(automation_on, gone, anna, bert):
    automation = automation_on("entered_list", settings={"segment": str(gone.pk)})
    SegmentStay.objects.create(segment=gone, customer=anna)
    SegmentStay.objects.create(segment=gone, customer=bert, entered_at=NOW - timedelta(hours=1))

    for _turn in range(2):
        look_for_causes(automation.pk, now=NOW)

    assert [each.customer for each in Enrolment.objects.all()] == [bert]


def test_the_form_offers_lists_that_everybody_sees(automation_on, gone, mira):
    save_rule("Mine", rule=LAPSED, is_shared=False, by=mira)
    automation = automation_on("entered_list")

    offered = [words for _key, words in AutomationForm(None, automation).fields["segment"].choices]

    assert offered == ["Choose …", "Gone"]


def test_an_announcement_goes_to_a_list_and_to_nobody_when_the_list_is_gone(gone, anna, bert, words):
    news = Announcement.objects.create(name="News", template=words("news"), query=gone.query)
    later = Announcement.objects.create(name="Later", template=news.template, query=gone.query)

    assert freeze_recipients(news) == 1
    Segment.objects.all().delete()
    assert freeze_recipients(later) == 0


def test_nobody_is_asked_for_a_review_because_they_are_happy(gone, mira, olga, words):
    happy = save_rule("Happy", rule=HAPPY, is_shared=True, by=mira)

    def problems(segment, topic):
        typed = {"topic": topic, "people": str(segment.pk), "kind": "news"}
        return list(AnnouncementForm(typed, user=olga).errors.get("people", []))

    assert problems(happy, "reviews") == ["Nobody is asked for a review because of what they think of us."]
    assert [problems(happy, "news"), problems(gone, "reviews")] == [[], []]
