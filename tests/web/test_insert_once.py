"""A row that is there once."""

from crm.shop.models import User
from crm.web.insert_once import insert_once


def test_insert_once_writes_and_then_finds(db):
    first, second = (
        User(email="anna@shop.example", name="Anna"),
        User(email="anna@shop.example", name="Other"),
    )

    told = insert_once(first), insert_once(second)

    assert told == (True, False)
    assert (first.pk, second.pk) == (User.objects.get().pk, None)
    assert first.name == User.objects.get().name
