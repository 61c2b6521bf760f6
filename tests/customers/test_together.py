"""Two answers at the same moment: one thing is made (R13), and nobody's words vanish unseen (R14)."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from crm.shop.actions.api_token import make_token
from crm.shop.models import ApiToken, AuditEntry, Scope, ShopSettings, User
from customers.models import (
    BulkChange,
    Customer,
    Interaction,
    PutOff,
    Segment,
    StageEvidence,
    StagePin,
)
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

Deed = Callable[[], tuple[int, str]]
TODAY = date.today().isoformat()
PIN = {"stage": "advocacy", "reason": "Brings her whole choir", "standing": ""}
TAG = {"list": "", "who": "all", "kind": "add_tag", "tag": "choir"}


@dataclass(frozen=True)
class Form:
    """Something new that a form makes; `{pk}` is Anna's."""

    address: str
    fields: dict[str, object]
    count: Callable[[], int]
    # Verbs of the trail that must stand there once.
    verbs: tuple[str, ...] = ()


FORMS = {
    "a saved list": Form(
        "/customers/segments/new/", {"name": "Choir", "query": ""}, Segment.objects.count, ("segment.saved",)
    ),
    "a change to many": Form(
        "/customers/change/start/",
        {**TAG, "expected": "2", "once": "the same"},
        BulkChange.objects.count,
        ("customer.many_tagged",),
    ),
    "a pin": Form("/customers/{pk}/stage/pin/", PIN, StagePin.objects.count, ("stage.pinned",)),
    "a recommendation": Form(
        "/customers/{pk}/recommendations/",
        {"on": TODAY, "words": "Sent her sister."},
        lambda: StageEvidence.objects.count() * Interaction.objects.filter(kind="recommended").count(),
        ("stage_evidence.recorded",),
    ),
    "a thank-you": Form(
        "/customers/{pk}/reasons/unthanked/",
        {"do": "log"},
        lambda: Interaction.objects.filter(kind="thank_you").count(),
    ),
    "a call": Form(
        "/customers/{pk}/reasons/overdue/",
        {"do": "log"},
        lambda: Interaction.objects.filter(kind="call").count(),
    ),
    "put off": Form(
        "/customers/{pk}/reasons/overdue/", {"do": "week"}, PutOff.objects.count, ("customer.put_off",)
    ),
    "a key for a program": Form(
        "/settings/keys/new/",
        {"name": "Till", "scopes": ["read"], "expires_on": "", "once": "the same"},
        ApiToken.objects.count,
        ("api_token.made",),
    ),
}


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def at_once(deeds: Sequence[Deed]) -> list[tuple[int, str]]:
    """All of them, released by one barrier."""
    together = Barrier(len(deeds))

    def do(deed: Deed) -> tuple[int, str]:
        together.wait()
        try:
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def posting(client: Client, address: str, fields: dict[str, object]) -> Deed:
    def post() -> tuple[int, str]:
        answer = client.post(address, fields)
        return answer.status_code, answer.headers.get("Location", "")

    return post


def times(verb: str) -> int:
    return AuditEntry.objects.filter(verb=verb).count()


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_a_form_sent_twice_at_the_same_moment_counts_once(
    shop: ShopSettings, anna: Customer, bert: Customer, olga: User, form: Form
) -> None:
    address = form.address.format(pk=anna.pk)
    deeds = [posting(browser_of(olga), address, form.fields) for _finger in range(2)]

    answers = at_once(deeds)

    assert form.count() == 1
    assert {verb: times(verb) for verb in form.verbs} == dict.fromkeys(form.verbs, 1)
    assert {status for status, _to in answers} <= {200, 302}, answers
    assert len(set(answers)) == 1, answers


ANNA = {
    "given_name": "Anna",
    "family_name": "Bell",
    "phones": "+441632960001",
    "emails": "anna@example.org",
    "version": "1",
}


def test_who_edits_while_many_are_tagged_is_told_and_no_tag_is_lost(
    shop: ShopSettings, anna: Customer, olga: User, mira: User
) -> None:
    browser_of(olga).post("/customers/change/start/", {**TAG, "expected": "1"})

    late = browser_of(mira).post(f"/customers/{anna.pk}/edit/", {**ANNA, "tags": "tenor", "city": "Hull"})

    page = late.content.decode()
    assert late.status_code == 409
    assert "Hull" in page
    assert "tenor" in page
    assert [tag.name for tag in anna.tags.all()] == ["choir"]


def test_of_a_change_to_many_and_a_form_at_the_same_moment_both_stand_or_the_form_is_told(
    shop: ShopSettings, anna: Customer, olga: User, mira: User
) -> None:
    tagging = posting(browser_of(olga), "/customers/change/start/", {**TAG, "expected": "1"})
    editing = posting(browser_of(mira), f"/customers/{anna.pk}/edit/", {**ANNA, "city": "Hull"})

    (tagged, _to), (edited, _page) = at_once([tagging, editing])

    anna.refresh_from_db()
    assert (tagged, edited) in {(302, 302), (302, 409)}
    assert [tag.name for tag in anna.tags.all()] == ["choir"]
    assert anna.city == ("Hull" if edited == 302 else "")


def test_of_a_program_and_a_form_at_the_same_moment_the_slower_is_told(
    shop: ShopSettings, anna: Customer, mira: User
) -> None:
    _token, key = make_token("Till", scopes=[Scope.READ, Scope.WRITE], by=None)

    def patch() -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {key}", "If-Match": '"1"'}
        said = json.dumps({"city": "York"})
        answer = Client().patch(f"/api/v1/customers/{anna.pk}/", said, "application/json", headers=headers)
        return answer.status_code, ""

    editing = posting(browser_of(mira), f"/customers/{anna.pk}/edit/", {**ANNA, "city": "Hull"})
    (told, _nothing), (edited, _page) = at_once([patch, editing])

    anna.refresh_from_db()
    assert (told, edited, anna.city) in {(200, 409, "York"), (412, 302, "Hull")}
    assert anna.version == 2


def test_of_two_who_pin_differently_at_the_same_moment_the_slower_is_told(
    shop: ShopSettings, anna: Customer, olga: User, mark: User
) -> None:
    others = PIN | {"stage": "lapsed", "reason": "Has moved to York"}
    address = f"/customers/{anna.pk}/stage/pin/"

    answers = at_once([posting(browser_of(olga), address, PIN), posting(browser_of(mark), address, others)])

    assert sorted(status for status, _to in answers) == [302, 409]
    assert StagePin.objects.count() == 1
    assert times("stage.pinned") == 1
