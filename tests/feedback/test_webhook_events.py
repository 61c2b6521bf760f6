"""What other programs are told of answers: that there was one, and that it was low."""

import pytest
from django.utils import timezone

from crm.shop.actions.audit import label
from engagement.actions.webhook import Target, add_webhook
from engagement.actions.webhook_news import note_what_happened
from engagement.models import WebhookDelivery
from tests.feedback.surveys import given, survey  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def test_a_low_score_is_told_as_such(survey, olga):  # noqa: F811
    add_webhook(Target("Board", "https://x.example/", ["survey.answered", "survey.low_score"]), by=olga)
    low, high = given(survey, 1), given(survey, 5)

    note_what_happened(timezone.now())

    told = WebhookDelivery.objects.values_list("event", "about")
    assert sorted(told) == [
        ("survey.answered", label(low)),
        ("survey.answered", label(high)),
        ("survey.low_score", label(low)),
    ]
