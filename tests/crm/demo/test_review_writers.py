"""Some reviews of the demo have a writer whom the shop knows."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from crm.demo.review_writers import recognise_writers, write_what_they_said
from crm.demo.shop import Frame
from customers.models import Interaction, StageEvidence
from feedback.models import Review, ReviewPlatform
from tests.engagement.automations import buy  # noqa: F401 - a fixture


class Days:
    """The day on which the demo opens."""

    now = datetime(2026, 3, 11, 12, tzinfo=UTC)


def test_writers_are_customers_who_come_often(shop, counter, mira, anna, buy, time_machine):  # noqa: F811
    time_machine.move_to("2026-03-11T12:00:00Z")
    buy(anna, days_ago=4)
    place = ReviewPlatform.objects.create(kind="google", name="Google")
    day = timezone.localdate() - timedelta(days=3)
    told = {"platform": place, "written_on": day, "reply_by": timezone.now(), "text": "Kind", "score": 5}
    reviews = [Review(author=author, **told) for author in ("Margaret D.", "Uncle Bob", "Priya S")]
    frame = Frame(shop, counter, {"Mira": mira}, Days())  # type: ignore[arg-type]

    known = recognise_writers(reviews, frame)
    Review.objects.bulk_create(known)
    write_what_they_said(known, frame)

    assert [(review.author, review.customer, review.recognised_by) for review in known] == [
        ("Anna B.", anna, mira)
    ]
    assert Interaction.objects.get(kind="review").text == "Kind"
    assert StageEvidence.objects.get().customer == anna
