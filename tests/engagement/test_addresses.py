"""Addresses as we remember them."""

import pytest

from engagement.actions.mail_room import current_room
from engagement.addresses import address_hash, address_hint
from engagement.models import MailRoom


def test_an_address_has_one_hash_however_it_is_written(shop):
    assert address_hash("  Anna@Example.ORG ") == address_hash("anna@example.org")
    assert address_hash("anna@example.org") != address_hash("bert@example.org")


def test_another_shop_hashes_otherwise(shop):
    here = address_hash("anna@example.org")
    MailRoom.objects.update(salt="another")

    assert address_hash("anna@example.org") != here


def test_the_salt_is_drawn_once_also_where_the_row_has_none(shop):
    MailRoom.objects.create(pk=1)

    first = current_room().salt

    assert (len(first), current_room().salt) == (64, first)


@pytest.mark.parametrize(
    ("address", "hint"), [("Anna@Example.org", "a…@example.org"), ("@x", "…@x"), ("nonsense", "…@nonsense")]
)
def test_a_hint_is_no_address(address, hint):
    assert address_hint(address) == hint
