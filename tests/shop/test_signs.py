"""The shop that strangers see, kept for a second by the web server."""

from types import SimpleNamespace

import pytest
from django.test import Client

from crm.shop import signs
from crm.shop.models import ShopSettings
from crm.shop.signs import shop_for_strangers


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch, settings) -> list[float]:
    """A web process, and its clock."""
    settings.WEB_POOL = True
    now = [1000.0]
    monkeypatch.setattr(signs, "time", SimpleNamespace(monotonic=lambda: now[0]))
    signs._shop_in_second.cache_clear()
    yield now
    signs._shop_in_second.cache_clear()


def test_shop_for_strangers_is_asked_for_once_a_second(shop, second, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [shop_for_strangers() for _time in range(3)] == [shop] * 3

    ShopSettings.objects.update(name="The New Name")
    before = shop_for_strangers().name
    second[0] += 1

    assert (before, shop_for_strangers().name) == (shop.name, "The New Name")


def test_shop_for_strangers_that_has_just_opened_is_there_at_once(db, second):
    before = shop_for_strangers()

    opened = ShopSettings.objects.create(
        pk=1, name="Wool & Co", country="GB", time_zone="UTC", currency="GBP"
    )

    assert (before, shop_for_strangers()) == (None, opened)


def test_shop_for_strangers_is_not_what_staff_see(shop, second, olga):
    client = Client()
    client.force_login(olga)
    shop_for_strangers()

    ShopSettings.objects.update(name="The New Name")

    assert "The New Name" in client.get("/today/", follow=True).content.decode()
