"""A backup brings people back; the list beside it knows whom to forget again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from crm.backup.forgotten import keep_beside_backups, lines_before_restore
from crm.shop.models import ShopSettings
from customers.actions.customer import edit_customer
from customers.actions.erasure import ask_to_erase, erase_now, line_of
from customers.actions.erasure_replay import replay_erasures
from customers.actions.merge import merge_customers
from customers.erasure_ledger import NAME, add_to_ledger, ledger_path, read_ledger
from customers.models import Because, Customer, Erasure, Merge
from customers.tasks import go_on_erasing
from engagement.models import Suppression
from tests.canaries import WORD, where_it_is


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "files", tmp_path / "erasures.ledger"


def restored(customer, number):
    """The row as an older backup brings it back, in a database that knows of no erasure."""
    Erasure.objects.all().delete()
    Suppression.objects.all().delete()
    customer.pk = number
    customer.save(force_insert=True)
    customer.emails.create(address="anna@example.org")


def test_replay_erasures_forgets_again_whom_a_backup_brought_back(anna, bert, olga):
    number = anna.pk
    erase_now(anna, because=Because.ASKED, by=olga)
    restored(anna, number)

    assert replay_erasures(read_ledger()) == 1

    assert set(Customer.objects.values_list("pk", flat=True)) == {bert.pk}
    assert Suppression.objects.filter(reason="erasure").exists()
    assert Erasure.objects.get().done_at
    assert replay_erasures(read_ledger()) == 0


def test_replay_erasures_forgets_whoever_changed_since_and_both_of_two_put_together(anna, bert, olga):
    Merge.objects.create(kept=anna, gone_number=bert.pk, at=timezone.now())
    number, gone = anna.pk, bert.pk
    bert.delete()
    erase_now(anna, because=Because.ASKED, by=olga)
    go_on_erasing()
    Erasure.objects.all().delete()
    for pk in (number, gone):
        Customer.objects.create(pk=pk, given_name="Back again")

    assert replay_erasures(read_ledger()) == 2

    assert not Customer.objects.exists()
    assert Customer.objects.create(given_name="New").pk > max(number, gone)


def test_replay_erasures_by_the_list_of_another_shop_does_nothing(anna, olga, shop):
    number = anna.pk
    erase_now(anna, because=Because.ASKED, by=olga)
    Erasure.objects.all().delete()
    ShopSettings.objects.update(opened_at=timezone.now() - timedelta(days=9))
    another = Customer.objects.create(pk=number, given_name="Somebody else")

    assert replay_erasures(read_ledger()) == 0

    assert Customer.objects.get() == another


def test_the_list_is_found_in_the_house_beside_the_backups_and_in_the_database(anna, bert, olga, tmp_path):
    erase_now(anna, because=Because.ASKED, by=olga)
    folder = tmp_path / "backups"
    keep_beside_backups(folder)
    ledger_path().unlink()
    erase_now(bert, because=Because.ASKED, by=olga)

    lines = lines_before_restore(folder / "regulars.backup")

    assert len(lines) == 2
    assert (folder / NAME).stat().st_mode & 0o077 == 0


def test_the_list_survives_half_a_line_and_holds_nothing_twice(anna, olga):
    erase_now(anna, because=Because.ASKED, by=olga)
    (line,) = read_ledger()
    with ledger_path().open("a") as file:
        file.write('{"number": 5, "sal')

    add_to_ledger([line, replace(line, number=7)])

    assert [each.number for each in read_ledger()] == [line.number, 7]


def line_about(customer):
    line = line_of(ask_to_erase(customer, because=Because.ASKED, by=None))
    Erasure.objects.all().delete()
    return line


@pytest.fixture
def in_one_record(anna, bert):
    """A list that says that one of two was forgotten, and a backup from the day on which they were one."""

    def make(forgotten):
        stands = line_about(forgotten)
        Merge.objects.all().delete()
        merge = merge_customers(anna, bert, choices={}, by=None)
        Merge.objects.filter(pk=merge.pk).update(at=timezone.now() - timedelta(days=60))
        return [stands]

    return make


def test_replay_takes_whoever_was_forgotten_out_of_another_ones_record(anna, bert, in_one_record):
    edit_customer(bert, {"city": WORD}, version=bert.version, by=None)

    assert replay_erasures(in_one_record(bert)) == 1

    assert set(Customer.objects.values_list("pk", flat=True)) == {anna.pk}
    assert where_it_is() == set()


def test_replay_does_not_forget_whoever_was_in_one_record_with_them_by_mistake(anna, bert, in_one_record):
    edit_customer(bert, {"city": "Hull"}, version=bert.version, by=None)

    assert replay_erasures(in_one_record(anna)) == 1

    assert [str(customer.city) for customer in Customer.objects.all()] == ["Hull"]
    assert Customer.objects.get().pk == bert.pk


def test_replay_forgets_both_where_both_are_on_the_list(anna, bert, in_one_record):
    lines = [*in_one_record(bert), line_about(anna)]

    replay_erasures(lines)

    assert not Customer.objects.exists()
