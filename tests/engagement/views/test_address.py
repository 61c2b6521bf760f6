"""An address that does not work is seen by whoever opens the page."""

import re

import pytest

from crm.shop.models import AuditEntry
from engagement.actions.suppression import suppress
from engagement.models import Suppression

ANNA = {"address": "anna@example.org"}


def page_of(client, customer) -> str:
    return client.get(f"/customers/{customer.pk}/").content.decode()


def test_address_bounced_twice_is_once_and_shown_on_the_page(as_staff, anna, mira):
    for _ in range(2):
        as_staff.post(f"/customers/{anna.pk}/bounced/", ANNA)

    assert (Suppression.objects.get().reason, Suppression.objects.get().by) == ("hard_bounce", mira)
    assert list(AuditEntry.objects.filter(verb="suppression.added").values_list("actor", flat=True)) == [
        "Mira"
    ]
    assert "We lost Anna Bell’s e-mail" in page_of(as_staff, anna)


@pytest.mark.parametrize("address", ["andy@example.org", "else@example.org"])
def test_the_page_is_silent_about_other_addresses(as_staff, anna, address):
    suppress(address, reason="hard_bounce", scope="everything", source="x", by=None)

    assert "We lost" not in page_of(as_staff, anna)


def test_the_page_is_silent_about_somebody_who_only_unsubscribed(as_staff, anna):
    suppress(ANNA["address"], reason="unsubscribe", scope="unasked", source="x", by=None)

    assert "We lost" not in page_of(as_staff, anna)


def test_address_bounced_has_the_only_one_chosen(as_staff, anna):
    page = as_staff.get(f"/customers/{anna.pk}/bounced/").content.decode()

    assert re.search(r'value="anna@example.org"[^>]* checked', page)


def test_address_bounced_knows_only_their_own(as_staff, anna):
    assert as_staff.post(f"/customers/{anna.pk}/bounced/", {"address": "x@example.org"}).status_code == 422
    assert as_staff.post("/customers/999/bounced/", ANNA).status_code == 404


def test_address_bounced_is_forbidden_to_viewers(client, vera, anna):
    client.force_login(vera)

    assert client.post(f"/customers/{anna.pk}/bounced/", ANNA).status_code == 403
