"""A program says itself what it wants to be told, and leaves again."""

import pytest

from crm.shop.models import AuditEntry, Scope
from engagement.actions.webhook import secrets_in_force
from engagement.models import Webhook
from tests.customers.api.test_access import BOOKS

pytestmark = pytest.mark.django_db


def test_a_program_comes_changes_its_mind_and_leaves(program):
    books = program(Scope.WEBHOOKS)

    made = books.post("/webhooks/", BOOKS)
    page = made.headers["Location"].removeprefix("/api/v1")

    assert (made.status_code, BOOKS["secret"] in made.text) == (201, False)
    assert secrets_in_force(Webhook.objects.get()) == [BOOKS["secret"]]
    assert books.patch(page, {"events": ["customer.erased"]}).status_code == 428
    changed = books.patch(page, {"events": ["customer.erased"]}, If_Match=made.headers["ETag"])
    assert (changed.json()["events"], changed.json()["name"]) == (["customer.erased"], "Books")
    assert books.ask("DELETE", page, If_Match=made.headers["ETag"]).status_code == 412
    assert books.get(f"{page}deliveries/").json()["results"] == []
    assert books.ask("DELETE", page, If_Match=changed.headers["ETag"]).status_code == 204
    actors = AuditEntry.objects.filter(verb__startswith="webhook.").values_list("actor", flat=True)
    assert set(actors) == {"api: Till"}


@pytest.mark.parametrize(
    "mistake",
    [
        {"address": "https://10.0.0.1/"},
        {"address": f"https://books.example/{'x' * 500}"},
        {"events": []},
        {"events": ["customer.sneezed"]},
        {"secret": "guess me"},
        {"secret": "whsec_c2hvcnQ="},
    ],
)
def test_what_is_wrong_is_named(program, mistake):
    answer = program(Scope.WEBHOOKS).post("/webhooks/", BOOKS | mistake)

    assert (answer.status_code, set(answer.json()["errors"])) == (400, {*mistake})
    assert Webhook.objects.count() == 0
