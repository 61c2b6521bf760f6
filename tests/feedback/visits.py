"""A checklist and what came of it, for the tests of looks at the shop."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from feedback.actions.checklist import ChecklistWords, add_checklist
from feedback.actions.mystery_visit import Errand, Report, assign_visit, observe_colleague
from feedback.models import Checklist, MysteryVisit

POINTS = "Greeted within a minute\nAsked what it is for (2)\nThe floor was clean"
SEEN = ("yes", "partly", "unseen")


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def checklist(shop) -> Checklist:
    return add_checklist(ChecklistWords("A good visit", POINTS, "Buy a card."), by=None)


@pytest.fixture
def sent_visit(checklist, counter, olga) -> MysteryVisit:
    errand = Errand(counter, today(), today() + timedelta(days=7), "Ms Gray")
    return assign_visit(checklist, errand, by=olga)


@pytest.fixture
def watched_visit(checklist, counter, mark, mira) -> MysteryVisit:
    report = Report(today(), SEEN, "Calm.")
    return observe_colleague(checklist, report, colleague=mira, location=counter, by=mark)
