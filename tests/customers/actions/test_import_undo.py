"""Taking an import back: the book is as it was, but for what people have done since."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.shop.models import AuditEntry
from customers.actions import import_undo, import_undo_purchases
from customers.actions.consent import Answer, record_consent
from customers.actions.contact import add_quick_fact
from customers.actions.customer import create_customer, edit_customer
from customers.actions.data_import import ImportMovedOn
from customers.actions.import_undo import TooLateToUndo, foretell, start_import_undo, undo_import
from customers.actions.interaction import Entry, log_interaction
from customers.consent_state import state_of
from customers.models import (
    Consent,
    Customer,
    CustomField,
    ImportedCustomer,
    ImportState,
    Interaction,
    Purchase,
    PurchaseLine,
    SearchWord,
    Tag,
)
from tests.customers.actions.import_files import as_csv, book_of_customers, nothing, run
from tests.customers.actions.test_import_equals_by_hand import CALM, ROW, in_a_fresh_book


def undo(data_import, by):
    return undo_import(start_import_undo(data_import, by=by), progress=nothing)


def by_number(number):
    return Customer.objects.get(external_ids__value=number)


def test_undo_leaves_the_book_as_it_was(mark):
    CustomField.objects.create(key="boots", label="Boot size", kind="number")
    old = {"Customer ID": "1", "First name": "Anna", "Email": "a@b.example", "Tags": "vip", "Birthday": ""}
    run(as_csv([old]), mark, source="till")
    before, words = book_of_customers(), SearchWord.objects.count()
    rows = [
        old | {"First name": "Ann", "Phone": "07700 900001", "Boot size": "38", "Tags": "new, VIP"},
        {"Customer ID": "1", "Birthday": "1990-05-04", "Likes": "tea", "Newsletter": "yes"},
        {"Customer ID": "2", "First name": "Bert", "Likes": "cats", "Newsletter": "yes"},
    ]
    done = run(as_csv(rows), mark, source="till")
    version = by_number("1").version

    undone = undo(done, mark)

    assert book_of_customers() == before
    assert undone.state == ImportState.UNDONE
    assert undone.counts["undo"] | {"phase": ""} == {
        "phase": "", "removed": 1, "restored": 1, "purchases_removed": 0, "purchases_kept": 0, "kept": 0,
    }  # fmt: skip
    assert by_number("1").version == version + 1
    assert SearchWord.objects.count() == words
    assert list(Tag.objects.values_list("name", flat=True)) == ["vip"]
    entry = AuditEntry.objects.get(verb="import.undone")
    assert (entry.actor, entry.counts["removed"], entry.counts["restored"]) == (mark.name, 1, 1)


def test_undo_keeps_and_lists_what_was_edited_since(mark, mira):
    run(as_csv([{"Customer ID": "1", "First name": "Anna", "Town": "Leeds"}]), mark, source="till")
    rows = [{"Customer ID": str(number), "First name": "Ann", "Town": "York"} for number in range(1, 6)]
    done = run(as_csv(rows), mark, source="till")
    anna, logged, renamed, noted, plain = (by_number(str(number)) for number in range(1, 6))
    edit_customer(anna, {"city": "Hull"}, version=anna.version, by=mira)
    log_interaction(logged, Entry(kind="visit", at=timezone.now()), by=mira)
    edit_customer(renamed, {"given_name": "Cleo"}, version=renamed.version, by=mira)
    add_quick_fact(noted, kind="likes", text="tea", by=mira)
    foretold = foretell(done)

    undone = undo(done, mark)

    anna.refresh_from_db()
    assert (anna.given_name, anna.city) == ("Anna", "Hull")
    assert not Customer.objects.filter(pk=plain.pk).exists()
    kept = dict(done.people.filter(kept__isnull=False).values_list("customer_id", "kept"))
    assert kept == foretold.kept == {
        anna.pk: {"fields": ["city"]},
        logged.pk: {"why": "used"},
        renamed.pk: {"why": "edited"},
        noted.pk: {"why": "used"},
    }  # fmt: skip
    assert {name: undone.counts["undo"][name] for name in foretold.counts} == foretold.counts
    assert foretold.counts["kept"] == 4


def test_undo_of_sales_takes_the_purchases_and_whom_they_made(mark, retail, monkeypatch):
    monkeypatch.setattr(import_undo_purchases, "PIECE", 500)
    monkeypatch.setattr(import_undo, "PIECE", 10)
    before = book_of_customers()
    done = run(retail, mark, format_key="online-retail")
    used = Purchase.objects.filter(customer__isnull=False).order_by("pk").first()
    line = Interaction.objects.get(about=f"customers.purchase:{used.pk}")
    Interaction.objects.filter(pk=line.pk).update(pinned_at=timezone.now())
    sale, refund = Purchase.objects.exclude(pk=used.pk).order_by("pk")[:2]
    Purchase.objects.filter(pk=refund.pk).update(refund_of=sale)
    foretold = foretell(done)

    undone = undo(done, mark)

    assert {name: undone.counts["undo"][name] for name in foretold.counts} == foretold.counts
    assert list(Purchase.objects.all()) == [used]
    assert PurchaseLine.objects.exclude(purchase=used).count() == 0
    assert list(Interaction.objects.all()) == [line]
    assert list(Customer.objects.all()) == [used.customer]
    assert done.people.get(kept__isnull=False).kept == {"why": "used", "purchases": 1}
    Purchase.objects.all().delete()
    used.customer.delete()
    assert book_of_customers() == before


def test_undo_gives_known_people_their_figures_back(mark):
    order = {"Order number": "1", "Date": "1.7.2026", "Price": "2.50", "Email": "a@b.example"}
    run(as_csv([order]), mark)
    before = book_of_customers()
    done = run(as_csv([order | {"Order number": "2", "Price": "9.00", "Date": "3.7.2026"}]), mark)
    assert book_of_customers() != before

    undo(done, mark)

    assert book_of_customers() == before
    assert Purchase.objects.get().external_id == "1"


def test_undo_lets_a_no_stay_and_takes_a_yes_away(mark, mira):
    people = [create_customer({"emails": [f"{name}@b.example"]}, by=mark) for name in ("a", "b", "c")]
    rows = [
        {"Email": f"{name}@b.example", "Newsletter": answer}
        for name, answer in zip("abc", ["yes", "no", "yes"], strict=True)
    ]
    done = run(as_csv(rows), mark)
    record_consent(people[2], Answer("email", "news", False, "told us"), by=mira)

    undone = undo(done, mark)

    standing = [state_of(person).get(("email", "news")) for person in people]
    assert [answer.is_given if answer else None for answer in standing] == [None, False, False]
    assert not Consent.objects.filter(is_given=True).exists()
    assert undone.counts["undo"]["kept"] == 1
    assert done.people.get(customer_id=people[1].pk).kept == {"no": True}


def test_undo_of_the_older_of_two_files_keeps_the_younger(mark):
    anna = create_customer({"given_name": "Anna", "emails": ["a@b.example"], "city": "Leeds"}, by=mark)
    first = run(
        as_csv([{"Email": "a@b.example", "Town": "York"}, {"Name": "Bo", "Email": "b@b.example"}]), mark
    )
    second = run(
        as_csv([{"Email": "a@b.example", "Town": "Hull"}, {"Email": "b@b.example", "Town": "Hull"}]), mark
    )

    undo(first, mark)
    anna.refresh_from_db()
    assert anna.city == "Hull"
    assert Customer.objects.filter(given_name="Bo").exists() or Customer.objects.count() == 2

    undo(second, mark)
    anna.refresh_from_db()
    assert anna.city == "Leeds"


def test_a_card_code_and_half_a_birthday_do_not_come_back_wrongly(mark, mira):
    first = {"Customer ID": "1", "Name": "Anna", "Card code": "C1"}
    run(as_csv([first]), mark, source="till")
    done = run(as_csv([first | {"Card code": "C2", "Birthday": "1990-05-04"}]), mark, source="till")
    anna = by_number("1")
    create_customer({"given_name": "Bert", "card_code": "C1"}, by=mira)
    edit_customer(anna, {"birth_day": 5, "birth_month": 5, "birth_year": 1990}, version=anna.version, by=mira)

    undo(done, mark)

    anna.refresh_from_db()
    assert (anna.card_code, anna.birth_day, anna.birth_month, anna.birth_year) == ("C2", 5, 5, 1990)
    assert set(done.people.get().kept["fields"]) == {"card_code", "birth_day", "birth_month", "birth_year"}


def test_undo_takes_a_number_off_and_leaves_the_same_one_of_another_system(mark):
    anna = create_customer({"emails": ["a@b.example"]}, by=mark)
    row = {"Customer ID": "7", "Email": "a@b.example"}
    run(as_csv([row]), mark, source="web shop")
    done = run(as_csv([row]), mark, source="till")
    assert anna.external_ids.count() == 2

    undo(done, mark)

    assert list(anna.external_ids.values_list("source", "value")) == [("web shop", "7")]


def test_undo_gives_answers_back_and_leaves_what_somebody_put_right_by_hand(mark, mira):
    CustomField.objects.create(key="boots", label="Boot size", kind="number")
    first = {"Customer ID": "1", "Boot size": "38", "Town": "Leeds"}
    run(as_csv([first]), mark, source="till")
    done = run(as_csv([first | {"Boot size": "40", "Town": "York"}]), mark, source="till")
    anna = by_number("1")
    edit_customer(anna, {"city": "Leeds"}, version=anna.version, by=mira)

    undone = undo(done, mark)

    anna.refresh_from_db()
    assert (anna.custom, anna.city) == ({"boots": "38"}, "Leeds")
    assert undone.counts["undo"]["kept"] == 0


def test_undo_that_another_worker_has_finished_meanwhile_stops(mark, monkeypatch):
    monkeypatch.setattr(import_undo, "PIECE", 2)
    rows = [{"Name": f"N{number}", "Email": f"{number}@b.example"} for number in range(5)]
    done = start_import_undo(run(as_csv(rows), mark), by=mark)

    with pytest.raises(ImportMovedOn):
        undo_import(done, progress=lambda *_figures: undo_import(done, progress=nothing))

    assert AuditEntry.objects.get(verb="import.undone").counts["removed"] == 5


def test_undo_twice_and_killed_between_pieces_is_undo_once(mark, monkeypatch):
    monkeypatch.setattr(import_undo, "PIECE", 2)
    rows = [{"Name": f"N{number}", "Email": f"{number}@b.example"} for number in range(5)]
    done = start_import_undo(run(as_csv(rows), mark), by=mark)
    assert start_import_undo(done, by=mark).state == ImportState.UNDOING

    def die(*_figures):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undo_import(done, progress=die)
    assert Customer.objects.count() == 3
    undo_import(done, progress=nothing)
    undone = undo_import(done, progress=nothing)

    assert Customer.objects.count() == 0
    assert undone.counts["undo"]["removed"] == 5
    assert start_import_undo(done, by=mark).state == ImportState.UNDONE
    assert AuditEntry.objects.filter(verb="import.undone").count() == 1


def test_undo_is_possible_for_thirty_days(mark):
    done = run(as_csv([{"Name": "Anna"}]), mark)

    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)), pytest.raises(TooLateToUndo):
        start_import_undo(done, by=mark)

    ImportedCustomer.objects.all().delete()  # applied before there was a ledger
    assert not import_undo.can_be_undone(done)


EDIT = st.tuples(st.integers(0, 3), st.sampled_from(["town", "visit", "no"]))


@settings(CALM, max_examples=5)
@given(old=st.lists(ROW, max_size=3), new=st.lists(ROW, max_size=4), edits=st.lists(EDIT, max_size=2))
def test_import_edits_undo_leaves_what_was_before_with_the_edits(old, new, edits, mark, mira):
    in_a_fresh_book(lambda: import_edit_and_undo(old, new, edits, mark, mira))


def import_edit_and_undo(old, new, edits, mark, mira):
    if old:
        run(as_csv(old), mark, source="till")
    before = states()
    done = run(as_csv([*new, {"Customer ID": "9"}]), mark, source="till")
    touched = {}
    for index, kind in edits:
        people = list(Customer.objects.order_by("pk"))
        person = people[index % len(people)]
        if do_edit(person, kind, mira):
            touched.setdefault(person.pk, set()).add(kind)
    edited = states()
    foretold = foretell(done)

    undone = undo(done, mark)

    after = states()
    assert after.keys() == before.keys() | touched.keys()
    for pk, state in after.items():
        if pk in before:
            expected = dict(before[pk])
            if "town" in touched.get(pk, ()):
                expected["city"] = edited[pk]["city"]
            expected["no"] = edited[pk]["no"]
            assert state == expected
        else:
            assert state == edited[pk]
    assert {name: undone.counts["undo"][name] for name in foretold.counts} == foretold.counts


def do_edit(person, kind, by):
    """Does it say anything new? A second no does not."""
    if kind == "no" and person.consents.filter(is_given=False).exists():
        return False
    if kind == "town":
        edit_customer(person, {"city": f"{person.city}!"}, version=person.version, by=by)
    elif kind == "visit":
        log_interaction(person, Entry(kind="visit", at=timezone.now()), by=by)
    else:
        record_consent(person, Answer("email", "news", False, "told us"), by=by)
    return True


def states():
    """What an import and these edits can change of everybody."""
    return {
        customer.pk: {
            "name": (customer.given_name, customer.family_name, customer.sort_key),
            "city": customer.city,
            "emails": set(customer.emails.values_list("address", flat=True)),
            "phones": set(customer.phones.values_list("number", flat=True)),
            "numbers": set(customer.external_ids.values_list("value", flat=True)),
            "tags": set(customer.tags.values_list("folded_name", flat=True)),
            "yes": customer.consents.filter(is_given=True).count(),
            "no": customer.consents.filter(is_given=False).count(),
        }
        for customer in Customer.objects.all()
    }
