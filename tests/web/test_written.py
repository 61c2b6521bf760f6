"""What the tests call unchanged is unchanged, though the book is seldom read (tests/written.py)."""

import pytest
from django.db import transaction

from customers.models import Tag
from tests.written import written

pytestmark = pytest.mark.django_db
NOTHING = frozenset[str]()


def test_every_kind_of_change_is_seen():
    empty = written(beside=NOTHING)
    tag = Tag.objects.create(name="choir")
    one = written(beside=NOTHING)
    Tag.objects.filter(pk=tag.pk).update(name="chess")
    other = written(beside=NOTHING)
    tag.delete()

    assert empty != one != other != empty
    assert written(beside=NOTHING) == empty


def test_what_is_taken_back_is_seen():
    empty = written(beside=NOTHING)
    with transaction.atomic():
        Tag.objects.create(name="choir")
        one = written(beside=NOTHING)
        transaction.set_rollback(True)

    assert written(beside=NOTHING) == empty != one
    with transaction.atomic():
        assert written(beside=NOTHING) == empty


def test_a_table_that_may_change_makes_no_difference():
    before = written(beside=frozenset({"customers_tag"}))
    Tag.objects.create(name="choir")

    assert written(beside=frozenset({"customers_tag"})) == before != written(beside=NOTHING)
