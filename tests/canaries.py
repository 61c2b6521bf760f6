"""One row of everything that hangs on a customer, with a word in each text that occurs nowhere else."""

import json
from itertools import count
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

from crm.shop.models import StoredFile
from crm.shop.relations import models_hanging_on
from customers.models import Customer

WORD, SHOPS_OWN = "quagga", "okapi"
_numbers = count(1)
_word = WORD
# What the database itself refuses otherwise.
FITTING: dict[str, dict[str, Any]] = {
    "engagement.Message": {"state": "planned", "skip_reason": "", "staff": None},
    "engagement.Cadence": {"tag": None},
    "engagement.Voucher": {"amount": 5, "percent": None, "redeemed_at": None, "cancelled_at": None},
    "feedback.Response": {"is_anonymous": False, "invalid_at": None, "invalid_reason": "", "evidence": 1},
    "feedback.Review": {"score": 5, "replied_at": None},
    "feedback.Remedy": {"given_at": None, "dropped_at": None, "voucher": None},
    "feedback.Testimonial": {"expires_on": timezone.localdate().replace(year=2099), "in_shop": True},
    "customers.Merge": {"gone_number": 2**31 - 1},  # nobody is put together with themselves
    "customers.Purchase": {"refund_of": None, "voided_at": None},
    "customers.StagePin": {"until": None},
    "feedback.Complaint": {"merged_into": None, "follows": None, "purchase": None},
    "engagement.FollowUp": {"follows": None, "completed_at": None, "dropped_at": None},
    "feedback.Theme": {"above": None},
    "feedback.Survey": {"current": None, "switched_on_at": None},
    "feedback.SurveyVersion": {"questions": [], "thanks": {}, "gift": {}, "translations": {}},
    "engagement.EmailTemplate": {"current": None},
    "engagement.Announcement": {"hold_out_percent": 0},
    "engagement.Automation": {"hold_out_percent": 0, "steps": [], "is_on": False},
    "engagement.Enrolment": {"steps": []},
}
ANOTHER = {"Referral": "advocate", "BuysFor": "buyer", "Duplicate": "second"}
# Made along, and nothing about a person: as few as the others need.
_shared: dict[type[models.Model], models.Model] = {}


def fill(customer: Customer) -> dict[type[models.Model], models.Model]:
    """A row of theirs in every table; {model: row}."""
    _shared.clear()
    rows: dict[type[models.Model], models.Model] = {Customer: customer}
    _spoil(customer)
    hanging = models_hanging_on(Customer)
    for model in hanging:
        if model not in rows:
            make(model, rows, hanging)
    return rows


def make(model: type[models.Model], rows: Any, hanging: Any) -> models.Model:
    values = {**FITTING.get(model._meta.label, {})}
    for field in model._meta.concrete_fields:
        if field.name in values or (field.primary_key and not field.is_relation):
            continue
        if field.is_relation:
            values[field.name] = _related(field, rows, hanging)
        else:
            values[field.name] = value_for(field)
    if other := ANOTHER.get(model.__name__):
        values[other] = Customer.objects.create(given_name="Somebody")
    row = model._default_manager.create(**values)
    rows[model] = row
    return row


def _related(field: Any, rows: Any, hanging: Any) -> models.Model | None:
    target = field.related_model
    if target in rows:
        return rows[target]  # type: ignore[no-any-return]
    if target in hanging and target is not field.model:
        return make(target, rows, hanging) if not field.null or field.name == "stored" else None
    if target is StoredFile or (not field.null and target is not field.model):
        return _shared.get(target) or _make_shared(target)
    return None


def _make_shared(target: type[models.Model]) -> models.Model:
    """Words of the shop's own are other words: a survey, a tag, a place are nobody's."""
    global _word  # noqa: PLW0603
    before, _word = _word, WORD if target is StoredFile else SHOPS_OWN
    try:
        return _shared.setdefault(target, make(target, _shared, {}))
    finally:
        _word = before


def canary(longest: int | None = None) -> str:
    return f"{_word}{next(_numbers)}"[: longest or None]


def value_for(field: Any) -> Any:
    if isinstance(field, ArrayField):
        return [value_for(field.base_field)]
    if field.choices:
        return field.choices[0][0]
    kind = field.get_internal_type()
    if kind in {"CharField", "TextField", "SlugField"}:
        return f"{canary()}@example.org" if isinstance(field, models.EmailField) else canary(field.max_length)
    if kind == "JSONField":
        return [canary()] if field.default is list else {"word": canary()}
    if field.null and kind != "BinaryField":
        return None
    simple = {
        "DateTimeField": timezone.now(),
        "DateField": timezone.localdate(),
        "TimeField": timezone.localtime().time(),
        "BinaryField": canary().encode(),
        "UUIDField": uuid4(),
        "BooleanField": False,
        "GenericIPAddressField": "127.0.0.1",
    }
    return simple.get(kind, 1)


def _spoil(customer: Customer) -> None:
    for field in Customer._meta.concrete_fields:
        if field.get_internal_type() in {"CharField", "TextField"} and not field.choices:
            setattr(customer, field.name, canary(field.max_length))
    customer.custom = {"size": canary()}
    customer.country, customer.language = "GB", "en"
    customer.save()


def where_it_is(word: str = WORD) -> set[str]:
    """The columns of our tables in which the word still stands: "customers_customer.given_name"."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'SELECT to_jsonb(t) FROM "{table}" AS t WHERE t::text LIKE %s', [f"%{word}%"])
            for (row,) in cursor.fetchall():
                columns = row if isinstance(row, dict) else json.loads(row)
                found |= {f"{table}.{name}" for name, value in columns.items() if word in json.dumps(value)}
    return found


def text_of(row: models.Model, field: Any) -> str:
    """The word in this column, if it is a text."""
    value = getattr(row, field.name)
    words = [part for part in str(value).replace("'", " ").replace("]", " ").split() if WORD in part]
    return words[0].strip("[{}],@.") if words and not field.is_relation else ""
