"""New rows, written by a statement that was written out before."""

from datetime import date

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry, User
from crm.web.insert import carry_out, insert, insert_beside, insert_once, together
from customers.models import Customer, Interaction


def kept(row):
    """All that the book keeps of it, without its number."""
    [values] = type(row).objects.filter(pk=row.pk).values()
    return {name: value for name, value in values.items() if name not in {"id", "at", "created_at"}}


@pytest.mark.parametrize(
    "new",
    [
        lambda: AuditEntry(verb="shop.opened", fields=["name"], counts={"n": 1}, actor="Olga", address="::1"),
        lambda: Customer(given_name="Zoë", custom={"size": 4}, stage_since=date(2026, 5, 1), spend="4.5"),
    ],
)
def test_insert_writes_what_save_writes(db, new):
    saved, inserted = new(), new()

    saved.save(force_insert=True)
    insert(inserted)

    assert kept(inserted) == kept(saved)
    assert (inserted.pk, inserted._state.adding, inserted._state.db) == (saved.pk + 1, False, "default")


def test_insert_keeps_whose_row_it_is_and_when_it_was_made(anna, mira):
    line = Interaction(customer=anna, staff=mira, kind="note", at=timezone.now())

    insert(line)

    written = Interaction.objects.get(pk=line.pk)
    assert (written.customer, written.staff, written.at) == (anna, mira, line.at)
    assert written.created_at == line.created_at


def test_insert_writes_rows_of_several_tables_at_once(anna, mira, django_assert_num_queries):
    line = Interaction(customer=anna, staff=mira, kind="note", at=timezone.now(), about="a.b:1")
    entries = [AuditEntry(verb="one", actor="Olga"), AuditEntry(verb="two", actor="Olga")]

    with django_assert_num_queries(1):
        insert(*entries, line)

    assert Interaction.objects.get(about="a.b:1") == line
    verbs = AuditEntry.objects.filter(actor="Olga").values_list("pk", "verb")
    assert sorted(verbs) == [(entry.pk, entry.verb) for entry in entries]


def test_insert_of_nothing_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert()


def test_insert_once_writes_and_then_finds(db):
    first, second = (
        User(email="anna@shop.example", name="Anna"),
        User(email="anna@shop.example", name="Other"),
    )

    told = insert_once(first), insert_once(second)

    assert told == (True, False)
    assert (first.pk, second.pk) == (User.objects.get().pk, None)
    assert first.name == User.objects.get().name


PIN = "UPDATE customers_interaction SET mood = %s WHERE id = %s RETURNING id"


def test_insert_beside_changes_one_row_and_writes_others(anna, mira, django_assert_num_queries):
    old = Interaction.objects.create(customer=anna, kind="note", at=timezone.now())
    new = Interaction(customer=anna, staff=mira, kind="note", at=timezone.now(), about="a.b:1")
    numbered = Interaction(pk=old.pk + 1000, customer=anna, kind="note", at=timezone.now(), about="a.b:2")

    with django_assert_num_queries(1):
        changed = insert_beside(PIN, ["happy", old.pk], new, numbered)

    assert changed
    assert Interaction.objects.get(pk=old.pk).mood == "happy"
    assert Interaction.objects.get(about="a.b:1") == new
    assert Interaction.objects.get(about="a.b:2").pk == old.pk + 1000 == numbered.pk


def test_insert_beside_says_that_nothing_was_changed_and_leaves_what_stands(anna):
    standing = Interaction.objects.create(customer=anna, kind="note", at=timezone.now(), about="a.b:1")
    twin = Interaction(customer=anna, kind="note", at=timezone.now(), about="a.b:1")

    changed = insert_beside(PIN, ["happy", 0], twin)

    assert not changed
    assert twin.pk is None
    assert list(Interaction.objects.filter(about="a.b:1")) == [standing]


MOVE = "UPDATE customers_customer SET city = '5 %%' || %s WHERE id = %s RETURNING id"
HOLD = "SELECT FROM customers_customer WHERE id = %s FOR UPDATE"


def test_together_writes_one_statement_however_many_values(anna, mira, django_assert_num_queries):
    said = [f"100 % of {number}" for number in range(9)]
    lines = [{"customer": anna, "staff": mira, "kind": "note", "text": text} for text in said]

    for _time in range(5):  # from the third on it is one that the driver keeps
        with django_assert_num_queries(1), together():
            insert(*(Interaction(**line, at=timezone.now()) for line in lines))
            carry_out(MOVE, ["!", anna.pk])

    assert sorted(Interaction.objects.values_list("text", flat=True)) == sorted(said * 5)
    anna.refresh_from_db()
    assert anna.city == "5 %!"


def test_together_holds_what_it_is_told_to_before_it_writes(anna, mira, django_assert_num_queries):
    line = Interaction(customer=anna, staff=mira, kind="note", at=timezone.now(), minutes=5)
    entry = AuditEntry(verb="one", actor="Olga")

    with django_assert_num_queries(1), together(holding=(HOLD, [anna.pk])):
        insert(line, entry)
        carry_out(PIN, ["happy", 0])

    written = Interaction.objects.get()
    assert (written, written.customer, written.minutes, written.mood) == (line, anna, 5, "")
    assert AuditEntry.objects.get(actor="Olga") == entry


def test_together_without_what_was_to_be_held_leaves_out_the_first_row(anna):
    line = Interaction(customer=anna, kind="note", at=timezone.now())

    with together(holding=(HOLD, [0])):
        insert(line)

    assert (line.pk, Interaction.objects.exists()) == (None, False)
