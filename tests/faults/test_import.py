"""Imports whose process is killed at random: what is there in the end equals one undisturbed pass."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from django.db import connection

from crm.shop.models import ShopSettings
from customers.models import Customer, ImportLine, ImportRow, Interaction, Purchase, PurchaseLine
from tests.patience import PATIENCE, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLE = REPOSITORY / "tests" / "samples" / "online_retail_2000.csv"
KILLS = 20
TURNS = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE locktype = 'advisory' AND datname = current_database()
"""
# One process knows the shop and forks another for each attempt, so that a kill costs no start of Python.
MOTHER = """
import os, sys, traceback
import django; django.setup()
from django.core.management import call_command
from customers.actions import import_sales, import_staging
import_sales.PIECE, import_staging.STEP = 60, 200

def attempt():
    try:
        with open(os.devnull, "w") as nowhere:
            call_command("import_file", sys.argv[1], "--format=online-retail", "--yes", stdout=nowhere)
        return 0
    except BaseException:
        traceback.print_exc()
        return 1

for _line in sys.stdin:
    child = os.fork()
    if not child:
        os._exit(attempt())
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


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


class Importer:
    """The import of one file by a process of its own, as often as it takes; or what else `mother` does."""

    def __init__(self, folder, mother=MOTHER, about=SAMPLE):
        surroundings = os.environ | {
            "DATABASE_URL": address(),
            "MEDIA_ROOT": str(folder),
            "DJANGO_SETTINGS_MODULE": "crm.settings",
            "ENVIRONMENT": "test",
        }
        self.complaints = (folder / "complaints").open("w+")
        self.mother = subprocess.Popen(
            [sys.executable, "-c", mother, str(about)],
            cwd=REPOSITORY,
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.complaints,
            text=True,
        )

    def start(self):
        """Begin, or go on where the last one was killed."""
        self.mother.stdin.write("go\n")
        self.mother.stdin.flush()
        self.child = int(self.mother.stdout.readline())
        return self

    def status(self):
        """What the attempt ended with."""
        return int(self.mother.stdout.readline())

    def finish(self):
        status = self.status()
        self.complaints.seek(0)
        assert status == 0, self.complaints.read()

    def kill_after(self, is_reached, *, pause):
        """kill -9 a moment after the condition holds; False when the attempt was quicker."""
        deadline = time.monotonic() + PATIENCE / 2
        while psutil.pid_exists(self.child) and not is_reached() and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(pause)
        with suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGKILL)
        status = self.status()
        wait_until_the_database_noticed()
        assert status in {0, -signal.SIGKILL}
        return status != 0

    def end(self):
        self.mother.communicate(timeout=PATIENCE)
        self.complaints.close()


@pytest.fixture
def importers(tmp_path):
    pair = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        pair.append(Importer(tmp_path / name))
    yield pair
    for importer in pair:
        importer.end()


def wait_until_the_database_noticed():
    """The server ends the killed one's transaction, and its turn, a moment later."""

    def nobody_has_a_turn():
        with connection.cursor() as cursor:
            cursor.execute(TURNS)
            return not cursor.fetchone()[0]

    wait_until(nobody_has_a_turn)


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


def rows_written():
    return ImportRow.objects.count()


def a_moment(chance):
    """While the file is read and staged, or while it is written, in the midst of a piece."""
    if not rows_written() and chance.random() < 0.6:
        goal = chance.randrange(0, 1800)
        return lambda: ImportLine.objects.count() > goal or rows_written() > 0
    goal = rows_written() + chance.randrange(0, 300)
    return lambda: rows_written() > goal


def test_import_killed_at_twenty_random_moments_equals_one_pass(importers):
    importer, _other = importers
    importer.start().finish()
    one_pass, rows = book(), rows_written()
    empty()
    chance = random.Random(20111209)
    kills = while_writing = 0

    while kills < KILLS:
        was_killed = importer.start().kill_after(a_moment(chance), pause=chance.random() * 0.05)
        kills += was_killed
        while_writing += was_killed and 0 < rows_written() < rows
        if was_killed and kills % 5:
            continue
        if was_killed:
            importer.start().finish()
        assert book() == one_pass
        assert not ImportLine.objects.exists()
        empty()

    assert rows == 2000
    assert 5 <= while_writing < KILLS


def test_two_imports_at_once_queue(importers):
    first, second = (importer.start() for importer in importers)

    first.finish()
    second.finish()

    assert Purchase.objects.count() == 188
    assert Interaction.objects.count() == Purchase.objects.exclude(customer=None).count()
