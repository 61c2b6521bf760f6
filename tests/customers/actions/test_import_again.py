"""A file with headers that we know: what was said about them last time comes back."""

import pytest

from customers.actions import data_import as imports
from customers.importing.added_columns import own_headers
from customers.importing.fields import left_behind
from customers.importing.formats import FORMATS
from customers.models import Customer, DataImport
from tests.customers.actions.import_files import as_csv, bring, run


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


PEOPLE = [{"Wer": "Anna", "Mail": "anna@b.example"}, {"Wer": "Bert", "Mail": "nowhere"}]
MAPPING = {"Wer": "full_name", "Mail": "email"}


def bring_with(rows, by, mapping, format_key="customers"):
    data_import = bring(as_csv(rows), by, format_key=format_key)
    return imports.choose_columns(
        data_import, format_key=format_key, mapping=mapping, options=data_import.options, by=by
    )


def test_mended_rows_are_known_by_the_columns_of_their_file(client, mark):
    bring_with(PEOPLE, mark, MAPPING)
    done = run(as_csv(PEOPLE), mark)
    client.force_login(mark)
    refused = b"".join(client.get(f"/imports/{done.pk}/refused.csv").streaming_content)

    brought = imports.receive_file("refused.csv", [refused.replace(b"nowhere", b"b@b.example")], by=mark)
    mapping, _options = imports.suggest_columns(brought, FORMATS["customers"])

    assert brought.headers == ["Wer", "Mail", "Row", "Reason"]
    assert mapping == MAPPING
    assert left_behind(brought.headers, mapping) == []
    run(refused.replace(b"nowhere", b"b@b.example"), mark)
    assert Customer.objects.get(emails__address="b@b.example").given_name == "Bert"


def test_rows_that_are_refused_twice_get_their_two_columns_once(client, mark):
    client.force_login(mark)
    refused = as_csv(PEOPLE)
    for _time in range(2):
        done = run(refused, mark, format_key="customers")
        refused = b"".join(client.get(f"/imports/{done.pk}/refused.csv").streaming_content)

    assert refused.decode("utf-8-sig").splitlines()[0] == "Wer,Mail,Row,Reason"
    assert refused.decode("utf-8-sig").splitlines()[1].startswith("Bert,nowhere,2,")


def test_columns_of_that_name_elsewhere_are_the_files_own():
    assert own_headers(["Row", "Reason", "Name"]) == ["Row", "Reason", "Name"]
    assert own_headers(["Name", "Reason"]) == ["Name", "Reason"]
    assert own_headers(["Name", "row", "REASON"]) == ["Name"]


def test_the_format_chosen_last_for_these_headers_is_chosen_first(mark):
    rows = [{"Order number": "1", "Date": "1.7.2026", "Price": "2", "Name": "Anna"}]
    assert bring(as_csv(rows), mark).format == "sales"

    bring_with(rows, mark, {"Name": "full_name"})
    again = imports.receive_file("file.csv", [as_csv(rows)], by=mark)

    assert DataImport.objects.get(pk=again.pk).format == "customers"
