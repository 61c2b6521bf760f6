"""Secret addresses: only a hash is kept, and they can be made again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from engagement.actions.message import Draft, plan_message
from engagement.models import LinkPurpose, PublicLink
from engagement.public_links import find_link, hiding, link_url, make_link, show_links


def token_of(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def test_a_link_is_found_by_its_token_and_only_for_its_purpose(anna, settings):
    address = make_link("preferences", customer=anna, topic="news")

    assert address.startswith(f"{settings.PUBLIC_URL}/u/")
    assert len(token_of(address)) == 43
    found = find_link(token_of(address), LinkPurpose.PREFERENCES)
    assert found is not None
    assert (found.customer, found.topic) == (anna, "news")
    assert find_link(token_of(address), LinkPurpose.CARD) is None


@pytest.mark.parametrize("token", ["", "x" * 43, "\ud800"])
def test_a_made_up_token_finds_nothing(shop, token):
    assert find_link(token, LinkPurpose.PREFERENCES) is None


@pytest.mark.parametrize("field", ["revoked_at", "expires_at"])
def test_a_link_that_is_over_opens_nothing(anna, field):
    address = make_link("card", customer=anna)
    PublicLink.objects.update(**{field: timezone.now() - timedelta(seconds=1)})

    assert find_link(token_of(address), LinkPurpose.CARD) is None


def test_the_address_is_nowhere_in_the_book_and_can_be_made_again(anna):
    address = make_link("card", customer=anna)

    link = PublicLink.objects.get()
    assert token_of(address) not in {link.token_hash, link.nonce}
    assert link_url(link) == address


def test_a_new_key_of_the_shop_leaves_old_links_as_they_are(anna, settings):
    address = make_link("card", customer=anna)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [settings.SECRET_KEY]

    assert link_url(PublicLink.objects.get()) == address
    assert find_link(token_of(address), LinkPurpose.CARD) is not None


def test_a_rendering_keeps_marks_and_shows_addresses(anna):
    message = plan_message(Draft("x", "marketing", "x"), customer=anna, by=None)
    address = make_link("preferences", customer=anna, message=message)
    html = f'<a href="{address}">wishes</a> {{{{link:999}}}}'

    kept = hiding(list(message.links.all()))(html)

    assert token_of(address) not in kept
    assert show_links(kept, message) == f'<a href="{address}">wishes</a> '
