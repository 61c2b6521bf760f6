"""Actions said twice are done once, and told once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry, User
from customers.actions.contact import add_quick_fact, remove_quick_fact
from customers.actions.custom_field import add_custom_field, retire_custom_field
from customers.actions.interaction import Entry, edit_interaction, log_interaction, withdraw_interaction
from customers.actions.revision import json_value
from customers.conflict import _words
from customers.models import Customer, Interaction


def times(verb: str) -> int:
    return AuditEntry.objects.filter(verb=verb).count()


def test_remove_quick_fact_twice_is_once(anna: Customer, mira: User) -> None:
    fact = add_quick_fact(anna, kind="likes", text="wool", by=mira)
    assert add_quick_fact(anna, kind="likes", text="wool", by=mira) == fact

    again = type(fact).objects.get(pk=fact.pk)
    remove_quick_fact(fact, by=mira)
    remove_quick_fact(again, by=mira)

    assert (times("quick_fact.added"), times("quick_fact.removed")) == (1, 1)


def test_custom_field_added_and_retired_twice_is_once(shop: object, olga: User) -> None:
    field = add_custom_field("shoe_size", label="Shoe size", kind="text", by=olga)
    assert add_custom_field("shoe_size", label="Shoe size", kind="text", by=olga) == field

    retire_custom_field(field, by=olga)
    retire_custom_field(field, by=olga)

    assert (times("custom_field.added"), times("custom_field.retired")) == (1, 1)


def test_edit_interaction_to_what_it_says_already_writes_nothing(anna: Customer, mira: User) -> None:
    entry = Entry(kind="note", at=timezone.now(), text="Likes wool")
    line = log_interaction(anna, entry, by=mira)

    edited = edit_interaction(line, entry, version=line.version, by=mira)

    assert edited.version == line.version
    assert times("interaction.edited") == 0


def test_withdraw_interaction_of_what_is_not_there_is_nothing(anna: Customer, mira: User) -> None:
    withdraw_interaction(anna, kind="purchase", about="customers.purchase:99", by=mira)

    assert not Interaction.objects.exclude(withdrawn_at=None).exists()


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Customer(pk=7), 7),
        (date(2026, 3, 2), "2026-03-02"),
        (Decimal("1.50"), "1.50"),
        ("as it is", "as it is"),
        (None, None),
    ],
)
def test_json_value_is_what_json_keeps(value: Any, kept: Any) -> None:
    assert json_value(value) == kept


def test_words_of_a_field_are_its_own_or_its_name() -> None:
    assert _words(Customer(), "given_name") == "first name"
    assert _words(Customer(), "own_field_of_theirs") == "own field of theirs"
