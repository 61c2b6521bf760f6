"""What the shop did, marked in a trend."""

from datetime import timedelta

import pytest
import time_machine

from feedback.models import Improvement
from metrics.rollups import rebuild
from tests.metrics.buying import NOON, day, sell
from tests.metrics.effects.campaigns import announcement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOON + timedelta(days=400), tick=False):
        yield


def test_what_was_done_stands_in_its_month(as_owner, anna):
    sell(anna, 100, 399)
    rebuild()
    assert "What you did" not in as_owner.get("/figures/orders/").text
    announcement("Spring evening", day=100)
    Improvement.objects.create(title="A second till", state="done", live_on=day(101))
    Improvement.objects.create(title="Still to come", state="doing", live_on=day(500))

    page = as_owner.get("/figures/orders/").text

    row = next(row for row in page.split("<tr") if "Apr 2026" in row)
    assert row.startswith(" data-mark")
    assert row.index("Spring evening") < row.index("A second till")
    assert page.count("<tr data-mark") == 1
    assert "Still to come" not in page
