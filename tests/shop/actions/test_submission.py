"""A form sent twice makes one thing, also when both arrive at once (R13)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from crm.shop.actions.submission import only_once
from crm.shop.models import Location
from customers.models import Tag


def make_tag() -> Tag:
    return Tag.objects.create(name="a", folded_name=f"a{Tag.objects.count()}")


def test_only_once_gives_the_first_row_again(shop, mira):
    first = only_once("k", Tag, make_tag, by=mira)
    second = only_once("k", Tag, make_tag, by=mira)

    assert (first.pk, Tag.objects.count()) == (second.pk, 1)


def test_only_once_tells_people_apart(shop, mira, otto):
    only_once("k", Tag, make_tag, by=mira)
    only_once("k", Tag, make_tag, by=otto)

    assert Tag.objects.count() == 2


def test_only_once_without_a_key_protects_nothing(shop, mira):
    only_once("", Tag, make_tag, by=mira)
    only_once("", Tag, make_tag, by=mira)

    assert Tag.objects.count() == 2


def test_only_once_makes_it_again_when_it_is_gone(shop, mira):
    only_once("k", Tag, make_tag, by=mira).delete()

    assert only_once("k", Tag, make_tag, by=mira).pk


@pytest.mark.django_db(transaction=True)
def test_only_once_holds_when_both_arrive_together(django_user_model):
    person = django_user_model.objects.create_user("m@shop.example", name="Mira")
    together = Barrier(2)

    def press(_number: int) -> int:
        together.wait()
        try:
            return only_once("k", Location, lambda: Location.objects.create(name="Front"), by=person).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = set(pool.map(press, range(2)))

    assert (len(made), Location.objects.count()) == (1, 1)
