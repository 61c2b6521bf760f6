"""What stands in the place of merge fields, for whom."""

import pytest

from engagement.field_values import _FILLED_LATE, fields_of, fills, name_to_greet
from engagement.forms.words_field import WordsField
from engagement.merge_fields import FIELDS
from engagement.models import Message
from engagement.rendering.blocks import fields_in_blocks

EVERY = " ".join(f"{{{{ {name}|- }}}}" for name in FIELDS)


def fields(customer, shop, body="", about="", **extra):
    return fields_of(Message(own_body=body, about=about), customer, shop, extra)


def test_fields_know_the_customer_and_the_shop(anna, shop, mira):
    found = fields_of(Message(created_by=mira), anna, shop, {"days": "14"})

    assert (found["first_name"], found["name"], found["shop"]) == ("Anna", "Anna Bell", "The Corner Shop")
    assert (found["colleague"], found["days"], found["product"]) == ("Mira", "14", "")


def test_fields_of_nobody_are_empty(shop):
    assert fields(None, shop, EVERY)["first_name"] == ""


def test_a_number_is_no_name(bert, shop):
    assert (fields(bert, shop)["name"], fields(bert, shop)["first_name"]) == ("", "")


def test_only_what_stands_in_the_list_gets_in(anna, shop):
    assert set(fields(anna, shop, secret_key="x")) == set(FIELDS)


@pytest.mark.parametrize(
    ("names", "greeted"),
    [
        (["Anna"], "Anna"),
        (["", "J.R.R."], "J.R.R."),
        (["Win at www.evil"], ""),
        (["see evil.example now", "Anna"], "Anna"),
        (["http:evil"], ""),
        (["a@b"], ""),
        (["//evil"], ""),
        (["Ångström-Öz, Jr."], "Ångström-Öz, Jr."),
    ],
)
def test_nobody_is_greeted_by_an_address(names, greeted):
    assert name_to_greet(*names) == greeted


def test_what_is_not_shown_is_not_looked_up(anna, shop, django_assert_num_queries):
    with django_assert_num_queries(0):
        fields(anna, shop, "Hello {{ first_name }}")
    with django_assert_num_queries(0):
        fields(anna, shop, "{{ product }}", product="Cup")


def test_a_late_field_is_made_by_one():
    @fills("test_balance")
    def balance(message, customer, shop):
        return {}

    try:
        assert fills("test_balance")(balance) is balance
        with pytest.raises(ValueError, match="test_balance"):
            fills("test_balance")(dict)
    finally:
        del _FILLED_LATE[balance]


def test_a_list_with_words_of_its_own_does_not_look_up_what_they_bought():
    assert fields_in_blocks("[[products: Tea | Cake]]") == set()
    assert fields_in_blocks("[[products]]") == {"products"}


def test_a_block_is_one_however_its_line_ends():
    assert fields_in_blocks("Hello,\r\n\r\n[[products]]\r\n\r\nBye") == {"products"}
    assert "\r" not in WordsField(rows=8).clean("Hello,\r\n\r\n[[products]]\r\n\r\nBye")
