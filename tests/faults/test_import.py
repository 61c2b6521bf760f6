"""Imports whose process is killed at random: what is there in the end equals one undisturbed pass."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from crm.shop.models import ShopSettings
from customers.models import Customer, ImportLine, ImportRow, Interaction, Purchase, PurchaseLine

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLE = REPOSITORY / "tests" / "samples" / "online_retail_2000.csv"
SECONDS = 60
SMALL_PIECES = (
    "import django; django.setup()\n"
    "from customers.actions import import_sales, import_staging\n"
    "import_sales.PIECE, import_staging.STEP = 60, 200\n"
    "from django.core.management import call_command\n"
    "call_command('import_file', {path!r}, '--format=online-retail', '--yes')\n"
)


@pytest.fixture(autouse=True)
def _open_shop(transactional_db):
    ShopSettings.objects.create(
        pk=1,
        name="The Corner Shop",
        country="GB",
        phone_country="GB",
        time_zone="Europe/London",
        currency="GBP",
    )


def address():
    """Of the database that this test has, for another process."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return parts._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def start(folder):
    surroundings = os.environ | {
        "DATABASE_URL": address(),
        "MEDIA_ROOT": str(folder),
        "DJANGO_SETTINGS_MODULE": "crm.settings",
        "ENVIRONMENT": "test",
    }
    code = SMALL_PIECES.format(path=str(SAMPLE))
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process):
    said, _nothing = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, said


def kill_when(process, reached):
    """kill -9 as soon as the condition holds, unless the process is quicker."""
    deadline = time.monotonic() + SECONDS / 2
    while process.poll() is None and not reached() and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    wait_until_the_database_noticed()


def wait_until_the_database_noticed():
    """The server ends the killed one's transaction, and its turn, a moment later."""
    with connection.cursor() as cursor:
        for _attempt in range(200):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.02)


def book():
    """All that an import writes, named by the file's own keys."""
    who = "customer__external_ids__value"
    lines = PurchaseLine.objects.order_by("purchase__external_id", "position")
    return {
        "purchases": list(
            Purchase.objects.order_by("external_id").values_list(
                "external_id", "at", "total", "is_refund", who
            )
        ),
        "lines": list(
            lines.values_list("purchase__external_id", "position", "product_code", "quantity", "unit_price")
        ),
        "timeline": sorted(Interaction.objects.values_list(who, "kind", "at", "text")),
        "customers": sorted(
            Customer.objects.values_list(
                "external_ids__value", "purchase_count", "spend", "last_seen_at", "country"
            ),
            key=str,
        ),
    }


def empty():
    for model in (ImportRow, Interaction, PurchaseLine, Purchase, Customer):
        model.objects.all().delete()


def test_import_killed_again_and_again_equals_one_pass(tmp_path):
    finish(start(tmp_path))
    one_pass, rows = book(), ImportRow.objects.count()
    empty()
    chance = random.Random(20111209)
    started = time.monotonic()

    kill_when(start(tmp_path), lambda: ImportLine.objects.count() > 300)
    written, kills = 0, 0
    while written < rows - 200 and kills < 12 and time.monotonic() - started < SECONDS * 0.6:
        goal = written + chance.randrange(1, 400)
        kill_when(start(tmp_path), lambda goal=goal: ImportRow.objects.count() > goal)
        written, kills = ImportRow.objects.count(), kills + 1
    finish(start(tmp_path))

    assert kills >= 2
    assert rows == 2000
    assert book() == one_pass
    assert not ImportLine.objects.exists()


def test_two_imports_at_once_queue(tmp_path):
    first, second = start(tmp_path), start(tmp_path)

    finish(first)
    finish(second)

    assert Purchase.objects.count() == 188
    assert Interaction.objects.count() == Purchase.objects.exclude(customer=None).count()
