"""Which words a mail may hold, and what stands there."""

import pytest

from engagement.merge_fields import (
    FIELDS,
    cleaned,
    examples,
    examples_beside_the_customer,
    fields_of,
    fills,
    is_link,
    name_to_greet,
)
from engagement.models import Message


def fields(customer, shop, body="", **extra):
    return fields_of(Message(own_body=body), customer, shop, extra)


def test_fields_know_the_customer_and_the_shop(anna, shop, mira):
    found = fields_of(Message(created_by=mira), anna, shop, {"days": "14"})

    assert (found["first_name"], found["name"], found["shop"]) == ("Anna", "Anna Bell", "The Corner Shop")
    assert (found["colleague"], found["days"], found["product"]) == ("Mira", "14", "")


def test_fields_of_nobody_are_empty(shop):
    assert fields(None, shop)["first_name"] == ""


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


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://a.example/x?y=1#z", True),
        ("http://a.example", True),
        ("mailto:a@b.example", True),
        ("tel:+44 1632", False),
        ("tel:+441632", True),
        ("mailto:", False),
        ("https://", False),
        ("https://[", False),
        ("//a.example", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://a.example/ x", False),
        ('https://a.example/"x', False),
        ("", False),
    ],
)
def test_a_link_leads_somewhere(address, is_one):
    assert is_link(address) is is_one


def test_values_are_lines_texts_or_links():
    assert cleaned("first_name", "An\u202ena\r\nB\x00ell" + "x" * 200)[:9] == "Anna B el"
    assert len(cleaned("first_name", "x" * 200)) == 120
    assert cleaned("answer", "Yes.\r\n\r\nTwo\x00 left.") == "Yes.\n\nTwo left."
    assert (cleaned("card_link", "javascript:x"), cleaned("card_link", "https://a.example")) == (
        "",
        "https://a.example",
    )


def test_examples_leave_the_customer_to_the_customer():
    assert set(examples()) == set(FIELDS)
    assert {"first_name", "name", "shop"} & set(examples_beside_the_customer()) == set()


def test_a_late_field_is_made_only_for_a_mail_that_shows_it(anna, shop):
    from engagement.merge_fields import _FILLED_LATE

    asked = []

    @fills("points")
    def balance(message, customer):
        asked.append(customer)
        return "120"

    try:
        unused, used = fields(anna, shop), fields(anna, shop, "You have {{ points }} points")
        given = fields(anna, shop, "{{ points }}", points="7")
        with pytest.raises(ValueError, match="already"):
            fills("points")(str.format)
    finally:
        del _FILLED_LATE["points"]

    assert (unused["points"], used["points"], given["points"], asked) == ("", "120", "7", [anna])
