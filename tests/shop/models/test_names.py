"""What each row is called where a person or a log reads it."""

from datetime import UTC, datetime, time

import pytest
from django.db import models

from crm.shop import models as ours
from crm.shop.models import User

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (
            ours.AuditEntry(actor="Olga", verb="shop.opened", about="shop.shopsettings:1"),
            "Olga: shop.opened shop.shopsettings:1",
        ),
        (ours.ClockTick(name="worker", at=NOON), "worker 12:00:00"),
        (ours.Device(name="Counter"), "Counter"),
        (ours.Invitation(name="Mira", role="staff"), "Mira (staff)"),
        (ours.Job(kind="import.apply", about="shop.shop:1"), "import.apply shop.shop:1 (waiting)"),
        (ours.OpeningWindow(weekday=0, opens=time(9), closes=time(17, 30)), "Monday 09:00-17:30"),
        (ours.ShopSettings(name="The Corner Shop"), "The Corner Shop"),
        (ours.SignInBucket(key="address:127.0.0.1", tries=3), "address:127.0.0.1: 3"),
        (ours.StoredFile(name="sales.csv", path="2026/abc"), "sales.csv"),
        (ours.Submission(key="1:abc", about="customers.customer:1"), "customers.customer:1"),
    ],
)
def test_a_row_is_called_what_it_is(row: models.Model, name: str) -> None:
    assert str(row) == name


def test_a_person_is_found_by_mail_however_it_is_written(olga: User) -> None:
    assert User.objects.get_by_natural_key("OLGA@shop.example") == olga
