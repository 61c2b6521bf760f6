"""What customers said, for the tests of this floor."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from customers import kinds
from customers.actions.interaction import Entry, log_interaction
from customers.models import Customer, Interaction
from feedback.actions.review import log_review
from feedback.actions.review_platform import Place, add_platform
from feedback.actions.theme import ThemeWords, add_theme
from feedback.models import Review, ReviewPlatform, Theme
from feedback.review_reading import Written
from tests.engagement.automations import buy  # noqa: F401 - a fixture
from tests.feedback.counter import door_kiosk, pulse, tablet, till_code  # noqa: F401 - fixtures
from tests.feedback.surveys import ask, asked, nobody_knocked, stranger, survey  # noqa: F401 - fixtures
from tests.feedback.visits import checklist, sent_visit, watched_visit  # noqa: F401 - fixtures


@pytest.fixture
def as_manager(mark) -> Client:
    client = Client()
    client.force_login(mark)
    return client


@pytest.fixture
def as_viewer(vera) -> Client:
    client = Client()
    client.force_login(vera)
    return client


@pytest.fixture
def waiting(shop) -> Theme:
    return add_theme(ThemeWords("Waiting", words="queue -\nwait*"), by=None)


@pytest.fixture
def grumble(anna: Customer) -> Interaction:
    entry = Entry(kind=kinds.COMPLAINT_HINT.key, at=timezone.now(), text="The queue was endless.")
    return log_interaction(anna, entry, by=None)


@pytest.fixture
def google(shop) -> ReviewPlatform:
    return add_platform(Place("google", "Google", "https://g.page/r/abc/review", is_asked=True), by=None)


@pytest.fixture
def bad_review(google) -> Review:
    written = Written("The queue was endless.", "Anna B.", 2, date(2026, 5, 1))
    return log_review(google, written, by=None)[0]


@pytest.fixture
def good_review(google) -> Review:
    written = Written("Lovely shop.", "Anna Bell", 5, date(2026, 5, 2))
    return log_review(google, written, by=None)[0]
