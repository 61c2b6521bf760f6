"""A file that calls somebody by another name: whom its rows mean by their phone is settled by all of it."""

import pytest

from customers.models import Customer, ImportRow
from tests.customers.actions.import_files import as_csv, run

PHONE = "07700 900001"
BY_NUMBER = {"Customer ID": "1", "Name": "Berta Jones"}


@pytest.fixture(autouse=True)
def _anna(mark, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    run(as_csv([{"Customer ID": "1", "Name": "Anna Smith", "Phone": PHONE}]), mark, source="till")


def by_phone(name):
    return {"Phone": PHONE, "Name": name, "Town": "York"}


def bring(by, rows):
    done = run(as_csv(rows), by, source="till", phone_country="GB")
    return list(
        ImportRow.objects.filter(data_import=done, outcome="refused").values_list("reason", flat=True)
    )


def both_orders(*rows):
    return pytest.mark.parametrize("rows", [rows, rows[::-1]])


@both_orders(BY_NUMBER, by_phone("B. Jones"))
def test_row_by_phone_means_whom_the_file_calls_so_by_their_number(mark, rows):
    for _time in range(2):
        assert bring(mark, rows) == []

    customer = Customer.objects.get()
    assert (customer.family_name, customer.city) == ("Jones", "York")
    assert customer.external_ids.get().value == "1"


@both_orders(BY_NUMBER, by_phone("Anna Smith"))
def test_row_by_phone_under_the_name_that_the_file_takes_away_says_why_it_is_left_out(mark, rows):
    for _time in range(2):
        (reason,) = bring(mark, rows)
        assert reason.startswith("Somebody of another name has this phone.")

    customer = Customer.objects.get()
    assert (customer.full_name, customer.city) == ("Berta Jones", "")


@both_orders(BY_NUMBER, by_phone(""))
def test_row_by_phone_without_a_name_means_whoever_has_it(mark, rows):
    for _time in range(2):
        assert bring(mark, rows) == []

    customer = Customer.objects.get()
    assert (customer.full_name, customer.city) == ("Berta Jones", "York")


def test_row_by_phone_means_nobody_of_another_name_in_a_file_that_renames_nobody(mark):
    (reason,) = bring(mark, [{"Customer ID": "1", "Town": "Leeds"}, by_phone("Berta Jones")])

    assert reason.startswith("Somebody of another name has this phone.")
    assert Customer.objects.get().full_name == "Anna Smith"


def test_row_by_phone_goes_by_the_name_that_an_email_or_a_card_gives_too(mark):
    anna = Customer.objects.get()
    anna.emails.create(address="a@b.example")

    assert bring(mark, [by_phone("Berta Jones"), {"Email": "a@b.example", "Name": "Berta Jones"}]) == []

    anna.refresh_from_db()
    assert (anna.full_name, anna.city) == ("Berta Jones", "York")
