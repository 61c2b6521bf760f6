"""What files say of whoever is forgotten is found however it is written."""

import pytest

from customers.actions.erasure import erase_now
from customers.models import Because, ColumnMemory
from tests.canaries import WORD, where_it_is
from tests.customers.actions.test_erasure import bring_in


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "files", tmp_path / "erasures.ledger"


@pytest.mark.parametrize(
    ("cell", "is_theirs"),
    [
        (" Anna <ANNA@Example.org> ", True),
        ("anna@example.org.", True),
        ("joanna@example.org", False),
        ("anna@example.org.uk", False),
        ("07700 900-001", True),
        ("07700 900 002", False),
        ("cus_17", True),
        ("cus_18", False),
    ],
)
def test_a_row_that_was_refused_says_nothing_more_however_its_cells_are_written(anna, olga, cell, is_theirs):
    anna.phones.create(number="+447700900001")
    anna.external_ids.create(source="till", value="cus_17")
    brought = bring_in("", anna)
    brought.options = {"source": "till"}
    brought.save()
    brought.rows.filter(number=3).update(cells=[cell, WORD], reason=WORD)

    erase_now(anna, because=Because.ASKED, by=olga)

    row = brought.rows.get(number=3)
    assert (row.cells, row.reason) == (([""], "") if is_theirs else ([cell, WORD], WORD))


@pytest.mark.parametrize(("source", "state"), [("till", "discarded"), ("web", "ready")])
def test_a_file_that_would_bring_them_back_by_their_number_elsewhere_is_discarded(anna, olga, source, state):
    anna.external_ids.create(source="till", value="cus_17")
    waits = bring_in("Number,Name\ncus_17,Anna\n", anna, state="ready")
    waits.rows.all().delete()
    waits.options, waits.headers = {"source": source}, ["Number", "Name"]
    waits.shape = {"kind": "csv", "headers": waits.headers, "encoding": "utf-8", "delimiter": ","}
    waits.save()

    erase_now(anna, because=Because.ASKED, by=olga)

    waits.refresh_from_db()
    assert waits.state == state


def test_a_file_without_headings_does_not_keep_its_first_row_as_some(anna, olga):
    brought = bring_in("quagga,anna@example.org\nBert,bert@example.org\n", anna)
    brought.headers = [WORD, "Anna@example.org"]
    brought.mapping = {WORD: "given_name", "Anna@example.org": "email"}
    brought.shape = {"kind": "csv", "headers": brought.headers}
    brought.save()
    ColumnMemory.objects.create(fingerprint="x", mapping=brought.mapping)
    other = ColumnMemory.objects.create(fingerprint="y", mapping={"Email": "email"})

    erase_now(anna, because=Because.ASKED, by=olga)

    assert where_it_is() == set()
    assert list(ColumnMemory.objects.all()) == [other]
