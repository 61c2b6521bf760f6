"""Whatever a program sends, it is answered as the description of the API says (S42, S43)."""

import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.shop.models import Scope, ShopSettings
from customers.filtering.parameters import PARAMETERS
from tests.customers.api.conftest import Program
from tests.customers.api.test_access import MATRIX
from tests.customers.api.test_mass_assignment import DOORS

with pytest.MonkeyPatch.context() as patch:
    # It would learn how addresses in foreign letters are spelled: a second, and no schema asks for it.
    patch.setitem(sys.modules, "rfc3987_syntax", None)
    from jsonschema import Draft202012Validator

FILE = Path(__file__).resolve().parents[3] / "docs/api/openapi.yaml"
PLACE = re.compile(r"\{[a-z_]+\}")
FIELDS = sorted({"purchases"}.union(*(offered for _method, _address, offered, _needed in DOORS.values())))
NARROWED_BY = (
    "after", "size", "phone", "customer", "since", "state", "owner", "due_until", "address", "message_class"
)  # fmt: skip
KNOWN = (
    "", "N", "call", "01632 960001", "nora@example.org", "2026-06-01", "GBP", "4.20", "1", "14:30", "Olga",
    "open", "mail", "week", "everything", "yes", "email", "news",
)  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(KNOWN),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False), WORDS)
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(FIELDS), WORDS), inner, max_size=4),
    ),
    max_leaves=12,
)
BODIES = st.one_of(ANYTHING, st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=6))
QUESTIONS = st.dictionaries(
    st.one_of(st.sampled_from([*PARAMETERS, *NARROWED_BY]), WORDS),
    WORDS,
    max_size=3,
)
HEADERS = st.fixed_dictionaries(
    {}, optional={"If_Match": st.sampled_from(["*", '"1"', '"9"', "1", ""]), "Idempotency_Key": WORDS}
)
# What is sent in the place of the fields that a door offers, or none: then the whole body is anything.
CHANGES = st.dictionaries(st.integers(0, 30), st.one_of(WORDS, ANYTHING), max_size=3)
OFFERED = {(method, address): offered for method, address, offered, _needed in DOORS.values()}
WHO = ("nobody", "reading", "writing")


@cache
def described() -> dict[str, Any]:
    quick = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(FILE.read_text(), Loader=quick)  # type: ignore[no-any-return]


def assert_as_described(method: str, address: str, answer: Any) -> None:
    """Its status is on the list, and its body has the shape that stands there."""
    address = PLACE.sub("{id}", address)
    answers = described()["paths"][f"/api/v1{address}"][method.lower()]["responses"]
    assert str(answer.status_code) in answers, (method, address, answer.status_code, answer.content)
    if "content" not in answers[str(answer.status_code)]:
        assert answer.content == b""
        return
    ((kind, content),) = answers[str(answer.status_code)]["content"].items()
    assert answer.headers["Content-Type"].partition(";")[0] == kind
    if kind not in {"application/json", "application/problem+json"}:
        return
    schema = content["schema"] | {"components": described()["components"]}
    mistakes = [error.message for error in Draft202012Validator(schema).iter_errors(answer.json())]
    assert mistakes == [], (method, address, answer.json())


@pytest.fixture
def shop(db, standing):
    return ShopSettings.objects.get()


@pytest.fixture
def numbers(shop, standing):
    return standing


@pytest.fixture
def callers(program) -> dict[str, Program]:
    return {"nobody": Program(""), "reading": program(Scope.READ), "writing": program(*Scope)}


def test_what_is_asked_well_is_answered_as_described(till, numbers, subtests):
    for method, address, door, body, _scopes in MATRIX:
        with subtests.test(f"{method} {door}"), transaction.atomic():
            answer = till.ask(method, address.format(**numbers), body, If_Match="*")
            transaction.set_rollback(True)

            assert answer.status_code in {200, 201, 204}, door
            assert_as_described(method, address, answer)


@pytest.mark.parametrize(
    ("method", "address", "needed"),
    [(row[0], row[1], row[3]) for row in MATRIX],
    ids=[f"{row[0]} {row[2]}" for row in MATRIX],
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(who=st.sampled_from(WHO), body=BODIES, question=QUESTIONS, headers=HEADERS, changed=CHANGES)
def test_whatever_is_asked_is_answered_as_described(
    callers, numbers, method, address, needed, who, body, question, headers, changed
):
    asked = "&".join(f"{quoted(name)}={quoted(value)}" for name, value in question.items())
    told = {name: value for name, value in headers.items() if value.isascii() and value.isprintable()}
    if offered := OFFERED.get((method, address)) if changed else None:
        names = sorted(offered)
        body = needed | {names[number % len(names)]: value for number, value in changed.items()}

    answer = callers[who].ask(
        method, f"{address.format(**numbers)}?{asked}", None if method == "GET" else body, **told
    )

    assert_as_described(method, address, answer)


def quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())
