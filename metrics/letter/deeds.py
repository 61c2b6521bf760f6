"""What to do this week: at most three things, the most pressing first."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import ngettext

from crm.shop.models import User
from crm.web.paging import capped_count
from engagement.models import Enquiry, FollowUp
from feedback.models import Complaint, Review
from metrics.definitions import METRICS
from metrics.letter.sentence import Sentence
from metrics.letter.week import Week
from metrics.people import people_of

MOST = 3


def deeds_of(week: Week, *, reader: User, now: datetime) -> list[Sentence]:
    """Whatever nobody has to do is left out."""
    waiting = [*_late(reader, now), *_lists(week, reader)]
    return [Sentence(words, address) for count, words, address in waiting if count][:MOST]


def _late(reader: User, now: datetime) -> Iterator[tuple[int, str, str]]:
    complaints = Complaint.objects.visible_to(reader).open().filter(due_at__lt=now).count()
    words = ngettext(
        "%d complaint is past its day: see to it first",
        "%d complaints are past their day: see to them first",
        complaints,
    )
    yield complaints, words % complaints, reverse("feedback:complaint_list")
    questions = Enquiry.objects.visible_to(reader).waiting().filter(answer_by__lt=now).count()
    words = ngettext(
        "%d question has waited too long: answer it",
        "%d questions have waited too long: answer them",
        questions,
    )
    yield questions, words % questions, reverse("engagement:enquiry_list")
    reviews = Review.objects.visible_to(reader).waiting().count()
    words = ngettext("%d review waits for a reply", "%d reviews wait for a reply", reviews)
    yield reviews, words % reviews, reverse("feedback:review_list")


def _lists(week: Week, reader: User) -> Iterator[tuple[int, str, str]]:
    promised = Exists(FollowUp.objects.open().filter(customer=OuterRef("pk")))
    count = _people(week, reader, "nps", ~promised)
    words = ngettext(
        "%d customer would not recommend you, and nobody has promised to call",
        "%d customers would not recommend you, and nobody has promised to call",
        count,
    )
    yield count, words % count, _address("nps")
    count = _people(week, reader, "repeat_within_90")
    words = ngettext(
        "%d new customer has not come back and still has time: give them a reason",
        "%d new customers have not come back and still have time: give them a reason",
        count,
    )
    yield count, words % count, _address("repeat_within_90")
    count = _people(week, reader, "overdue")
    words = ngettext(
        "%d customer stays away longer than they used to: begin with those who spent most",
        "%d customers stay away longer than they used to: begin with those who spent most",
        count,
    )
    yield count, words % count, _address("overdue")


def _people(week: Week, reader: User, slug: str, *narrowed: Any) -> int:
    metric = METRICS[slug]
    people = people_of(metric, week.lens().period(metric)).visible_to(reader)
    return capped_count(people.filter(*narrowed) if narrowed else people).number


def _address(slug: str) -> str:
    return reverse("metrics:people_behind", args=[slug])
