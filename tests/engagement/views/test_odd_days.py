"""Days that no calendar has, or that lie beyond ours: a form says so, and no page breaks over them."""

from typing import Any

import pytest
from django.test import Client

from crm.shop.models import ShopSettings
from engagement.models import Announcement, FollowUp, SpecialOrder
from engagement.tasks import move_announcements, plan_digests

pytestmark = pytest.mark.django_db
NO_DAYS = ["2026-02-30", "0000-00-00", "10000-01-01", "2026-13-01", "soon", "\x00"]
# Midnight of the first and of the last day is beyond the calendar somewhere.
BEYOND = ["0001-01-01", "9999-12-31"]
PAGES = ("today", "follow-ups", "orders", "enquiries", "announcements")
EVENT = {"kind": "event", "name": "x", "topic": "news", "hold_out_percent": 0, "people": ""}


@pytest.fixture
def as_olga(client: Client, olga) -> Client:
    client.force_login(olga)
    return client


@pytest.fixture
def forms(anna, olga, words) -> dict[str, dict[str, Any]]:
    """What is typed where; each day is put in its place."""
    return {
        f"/customers/{anna.pk}/follow-ups/new/": {"reason": "x", "due_on": "{day}", "owner": olga.pk},
        f"/customers/{anna.pk}/orders/new/": {
            "product": "x",
            "kind": "special",
            "quantity": 1,
            "expected_on": "{day}",
        },
        "/enquiries/new/": {
            "question": "x",
            "channel": "phone",
            "customer": "Anna Bell",
            "received_at": "{day}T23:59",
        },
        "/announcements/new/": {**EVENT, "template": words("news").pk, "starts_at": "{day}T23:59"},
    }


def on(day: str, typed: dict[str, Any]) -> dict[str, Any]:
    return {name: value.format(day=day) if isinstance(value, str) else value for name, value in typed.items()}


@pytest.mark.parametrize("day", NO_DAYS + BEYOND)
def test_odd_days_are_refused(as_olga, forms, day):
    for path, typed in forms.items():
        answer = as_olga.post(path, on(day, typed) | {"once": path[-20:]})
        assert (answer.status_code, path) == (422, path)

    assert [model.objects.count() for model in (FollowUp, SpecialOrder, Announcement)] == [0, 0, 0]


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
@pytest.mark.parametrize("day", ["1900-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_break_nothing(as_olga, forms, zone, day):
    ShopSettings.objects.update(time_zone=zone)

    for path, typed in forms.items():
        answer = as_olga.post(path, on(day, typed) | {"once": path[-20:]})
        assert answer.status_code in {302, 422}

    assert {as_olga.get(f"/{page}/").status_code for page in PAGES} == {200}
    move_announcements()
    plan_digests()
