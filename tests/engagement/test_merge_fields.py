"""Which words a mail may hold, and what stands there."""

import pytest

from engagement.merge_fields import FIELDS, cleaned, examples, examples_beside_the_customer, is_link


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
