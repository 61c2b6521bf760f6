"""Forgetting somebody by hand: seen first, meant, and gone for good."""

import pytest

from customers.models import Customer, Erasure
from tests.web.walk import sign_in_a_moment_ago


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "files", tmp_path / "erasures.ledger"


@pytest.fixture
def as_manager(client, mark):
    return sign_in_a_moment_ago(client, mark)


@pytest.fixture
def page(anna):
    return f"/customers/{anna.pk}/erase/"


def test_customer_erase_shows_what_goes_and_what_stays(as_manager, anna, page):
    anna.interactions.create(kind="visit", at=anna.created_at)
    anna.purchases.create(at=anna.created_at, total=12, currency="GBP", source="till")

    shown = as_manager.get(page).content.decode()

    assert "What passed between us: 1" in shown
    assert "1 receipt, £12.00" in shown
    assert Customer.objects.filter(pk=anna.pk).exists()


def test_customer_erase_leaves_a_number_that_is_gone(as_manager, mark, anna, page):
    answer = as_manager.post(page, {"because": "asked", "is_meant": "on"})

    assert answer.url == "/customers/"
    assert Erasure.objects.get().asked_by == mark
    for path in (f"/customers/{anna.pk}/", page):
        gone = as_manager.get(path)
        assert gone.status_code == 410
        assert "Anna" not in gone.content.decode()
    assert as_manager.post(page, {"because": "asked", "is_meant": "on"}).status_code == 410
    assert as_manager.get("/customers/987654/").status_code == 404


def test_customer_erase_wants_to_be_meant(as_manager, anna, page):
    answer = as_manager.post(page, {"because": "asked"})

    assert answer.status_code == 422
    assert "nothing brings them back" in answer.content.decode()
    assert Customer.objects.filter(pk=anna.pk).exists()


def test_customer_erase_asks_for_the_password_again_and_is_not_for_staff(client, mark, mira, page):
    client.force_login(mark)
    assert client.post(page, {"because": "asked", "is_meant": "on"}).status_code == 302
    assert not Erasure.objects.exists()

    assert sign_in_a_moment_ago(client, mira).get(page).status_code == 403
