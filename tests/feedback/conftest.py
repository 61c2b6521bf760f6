"""What customers said, for the tests of this floor."""

import pytest
from django.test import Client
from django.utils import timezone

from customers import kinds
from customers.actions.interaction import Entry, log_interaction
from customers.models import Customer, Interaction
from feedback.actions.theme import ThemeWords, add_theme
from feedback.models import Theme


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
