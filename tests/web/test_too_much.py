"""More than anybody types, sent to doors that anybody may knock at: refused, and nothing is kept."""

import pytest
from django.test import Client

from engagement.models import Enquiry, LinkPurpose, Preference
from engagement.public_links import make_link
from tests.architecture.doors import PUBLIC, doors

pytestmark = pytest.mark.django_db
MUCH = "x" * 10_000_000
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_ten_megabytes_are_refused(client: Client, shop, olga, name):
    client.raise_request_exception = False
    addresses = [door.address for door in doors() if door.name == name]

    answers = [client.post(address, f"do=all&text={MUCH}", content_type=FORM) for address in addresses]

    assert {(answer.status_code, b"too much at once" in answer.content) for answer in answers} == {
        (413, True)
    }
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data"])
def test_their_own_link_with_too_much_changes_nothing(client: Client, anna, kind):
    client.raise_request_exception = False
    address = make_link(LinkPurpose.PREFERENCES, customer=anna, topic="news")
    path = "/" + address.split("/", 3)[3]
    told = {"do": "all", "text": MUCH}

    if kind == FORM:
        answer = client.post(path, f"do=all&text={MUCH}", content_type=FORM)
    else:
        answer = client.post(path, told)

    assert answer.status_code == 413
    assert not anna.consents.exists()
    assert not Preference.objects.exists()
    assert client.get(path).status_code == 200
