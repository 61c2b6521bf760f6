"""One row in every table that hangs on a customer, whichever floor it stands on."""

import uuid
from datetime import date
from itertools import count
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from customers.actions.customer import create_customer
from customers.models import Customer, Interaction, Merge
from customers.relations import Relation, relations_to_customer

# Where a check of the table asks for more than values of the right kind.
SAYS: dict[str, dict[str, Any]] = {
    "engagement.cadence": {"tag": None, "every_days": 30},
    "engagement.voucher": {"amount": 5, "percent": None},
    "feedback.testimonial": {"given_on": date(2026, 1, 1), "in_shop": True},
}
ALSO_SAYS = {"feedback.response": ("invitation",)}
_number = count(1)


def row_for(relation: Relation, customer: Customer, *, other: Customer | None = None) -> models.Model:
    """A row of this relation's table that belongs to the customer by this column."""
    says = {
        each.field.name: other or create_customer({"given_name": "Zoe"}, by=None)
        for each in relations_to_customer()
        if each.model is relation.model and each.field != relation.field
    }
    return make(relation.model, **says, **{relation.field.name: customer})


def make(model: type[models.Model], **says: Any) -> Any:
    """A row with all that has to be said, and no more."""
    says = {**SAYS.get(model._meta.label_lower, {}), **says}
    values = {field.name: _value(field) for field in model._meta.local_fields if _must_be_said(field, says)}
    also = {name: _value(model._meta.get_field(name)) for name in ALSO_SAYS.get(model._meta.label_lower, ())}
    row = model(**{**values, **also, **says})
    if _is_the_only_one(model):
        row.pk = 1
    row.save(force_insert=True)
    return row


def _is_the_only_one(model: type[models.Model]) -> bool:
    """Rules of which there is one set: their table takes no other number."""
    checks = (each for each in model._meta.constraints if isinstance(each, models.CheckConstraint))
    return any(check.condition == models.Q(pk=1) for check in checks)


def twin_of(row: Any, relation: Relation, customer: Customer) -> models.Model:
    """The same row again, of somebody else; only what has to differ in the whole table does."""
    fields = row._meta.local_fields
    values = {
        field.name: getattr(row, field.name) for field in fields if not isinstance(field, models.AutoField)
    }
    single = [field for field in fields if field.unique and field.name in values and not field.null]
    values |= {field.name: _value(field) for field in single}
    twin = row.__class__(**{**values, relation.field.name: customer})
    twin.save(force_insert=True)
    return twin


def _must_be_said(field: Any, says: dict[str, Any]) -> bool:
    is_made = isinstance(field, models.AutoField) or field.name in says
    is_free = field.has_default() or field.blank
    return not is_made and not field.null and (field.unique or not is_free)


def _value(field: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        known = field.related_model._base_manager.order_by("pk").first()
        return known if known and not field.unique else make(field.related_model)
    if field.choices:
        return field.choices[0][0]
    return _of_kind(field)


def _of_kind(field: Any) -> Any:
    number = next(_number)
    kinds: dict[type[models.Field[Any, Any]], Any] = {
        models.DateTimeField: timezone.now(),
        models.DateField: timezone.localdate(),
        models.EmailField: f"{number}@example.org",
        models.UUIDField: uuid.uuid4(),
        models.BooleanField: False,
        models.CharField: f"x{number}"[: field.max_length or 9],
        models.TextField: f"x{number}",
        models.JSONField: {},
        ArrayField: [],
    }
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), number)


def everything_of(*customers: int) -> dict[Any, Any]:
    """{(relation, customer): rows, column by column} of all that is theirs, and they themselves.

    That they were put together and taken apart is history, and stays; so does the number of their version.
    """
    found = {
        (relation.label, customer): list(_without_history(relation.rows_of(customer)).order_by("pk").values())
        for relation in relations_to_customer()
        for customer in customers
    }
    people = Customer.objects.filter(pk__in=customers).order_by("pk").values()
    return found | {"themselves": [{**person, "version": 0} for person in people]}


def _without_history(rows: Any) -> Any:
    if rows.model is Merge:
        return rows.filter(undone_at=None)
    return rows.exclude(kind__in=("merged", "taken_apart")) if rows.model is Interaction else rows
