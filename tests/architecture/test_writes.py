"""Nobody writes more than a page offers, and nothing foreign is unpacked (S06, S36, S37, S39)."""

import ast
import pickle
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.forms import ModelForm
from kombu.exceptions import ContentDisallowed
from kombu.serialization import loads

from crm.celery import app as celery_app
from customers.models import Customer

ROOT = Path(__file__).resolve().parents[2]
OURS = ("crm", "customers", "engagement", "feedback", "metrics")
SOURCES = [path for room in OURS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
EVERY_FIELD = sorted({field.name for model in apps.get_models() for field in model._meta.concrete_fields})
FOREIGN = [
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://evil.example/x",
]


def every_field(value: str) -> dict[str, str]:
    """The name of every column of the house, as a form nobody offered."""
    return dict.fromkeys(EVERY_FIELD, value)


def test_no_form_takes_its_fields_from_a_model():
    assert [
        form.__name__ for form in ModelForm.__subclasses__() if form.__module__.split(".")[0] in OURS
    ] == []


@pytest.mark.parametrize("value", ["1", "owner", "true"])
def test_customer_edit_writes_only_what_its_form_offers(as_staff, anna, value):
    before = Customer.objects.filter(pk=anna.pk).values().get()

    as_staff.post(f"/customers/{anna.pk}/edit/", every_field(value) | {"version": "1"})

    after = Customer.objects.filter(pk=anna.pk).values().get()
    kept = {
        "id",
        "is_demo",
        "purchase_count",
        "spend",
        "created_at",
        "created_by_id",
        "last_seen_at",
        "household_id",
    }
    assert {name: after[name] for name in kept - {"household_id"}} == {
        name: before[name] for name in kept - {"household_id"}
    }


def test_nobody_raises_their_own_role(as_staff, mira):
    for address in ("/me/", "/me/pin/", "/account/password/change/", "/account/email/"):
        as_staff.post(address, every_field("owner") | {"role": "owner", "is_active": "1"})

    mira.refresh_from_db()
    assert mira.role == "staff"


@pytest.mark.parametrize("target", FOREIGN)
def test_signing_in_leads_nowhere_else(client, mira, target):
    response = client.post(
        f"/account/login/?next={target}",
        {"login": mira.email, "password": "correct horse battery staple", "next": target},
    )

    assert "evil" not in response.headers.get("Location", "")
    assert "javascript" not in response.headers.get("Location", "")


def test_workers_take_json_only():
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"


class Opened:
    """What a pickle may do to whoever unpacks it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return (Path.touch, (self.path,))


def test_a_pickled_task_is_refused_unopened(tmp_path):
    mark = tmp_path / "opened"
    message = pickle.dumps(Opened(mark))

    with pytest.raises(ContentDisallowed):
        loads(message, "application/x-python-serialize", "binary", accept=celery_app.conf.accept_content)

    assert not mark.exists()
    pickle.loads(message)
    assert mark.exists()


def test_raw_sql_is_constant_text():
    """An f-string or % in execute() may name only our own constants, never what somebody typed."""
    formatted = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if (
                is_call
                and node.func.attr in {"execute", "raw"}
                and node.args
                and isinstance(node.args[0], ast.BinOp)
            ):
                formatted.append(f"{path}:{node.lineno}")

    assert formatted == []
