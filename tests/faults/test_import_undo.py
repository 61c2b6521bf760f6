"""Taking an import back whose process is killed: in the end the book is as it was, and all is counted."""

import random

import pytest

from customers.actions.import_undo import foretell, start_import_undo
from customers.models import Customer, DataImport, ImportState, Interaction, Purchase
from tests.customers.actions.import_files import as_csv, book_of_customers, run
from tests.faults.test_import import SAMPLE, Importer, _open_shop

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

__all__ = ("_open_shop",)  # a fixture that every test here has
KILLS, ROWS = 3, 600
MOTHER = """
import os, sys, traceback
import django; django.setup()
from customers.actions import import_undo, import_undo_purchases
from customers.actions.import_running import import_turn
from customers.models import DataImport
import_undo.PIECE, import_undo_purchases.PIECE = 5, 40

def attempt():
    try:
        with import_turn():
            import_undo.undo_import(DataImport.objects.get(pk=int(sys.argv[1])), progress=lambda *_: None)
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


def people(numbers, town):
    return as_csv(
        [{"Customer ID": str(number), "First name": f"P{number}", "Town": town} for number in numbers]
    )


def killed_again_and_again(data_import, folder, how_far):
    """Take it back by a process that is killed whenever it has got a little further; how often it was."""
    foretold = foretell(data_import).counts
    start_import_undo(data_import, by=None)
    folder.mkdir()
    undoing, chance, kills = Importer(folder, MOTHER, data_import.pk), random.Random(data_import.pk), 0
    while kills < KILLS:
        goal = how_far() + chance.randrange(1, 12)
        was_killed = undoing.start().kill_after(lambda goal=goal: how_far() >= goal, pause=0.002)
        if not was_killed:
            break
        kills += 1
    undoing.start().finish()
    undoing.end()
    undone = DataImport.objects.get(pk=data_import.pk)
    assert undone.state == ImportState.UNDONE
    assert {name: undone.counts["undo"][name] for name in foretold} == foretold
    return kills


def test_undo_killed_at_random_moments_leaves_the_book_as_it_was(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    run(people(range(30), "York"), None, source="till")
    before = book_of_customers()
    changed = run(people(range(10, 60), "Hull"), None, source="till")
    after = book_of_customers()
    sold = run(
        b"".join(SAMPLE.read_bytes().splitlines(keepends=True)[:ROWS]), None, format_key="online-retail"
    )
    most = Purchase.objects.count()

    kills = killed_again_and_again(sold, tmp_path / "sold", lambda: most - Purchase.objects.count())
    assert (Purchase.objects.count(), Interaction.objects.count()) == (0, 0)
    assert book_of_customers() == after
    kills += killed_again_and_again(
        changed, tmp_path / "changed", lambda: Customer.objects.filter(city="York").count() - 10
    )

    assert book_of_customers() == before
    assert kills > KILLS
