"""All that hangs on a customer: every foreign key to them, on every floor."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet, UniqueConstraint, Value

from crm.shop.relations import relations_to
from customers.models import Customer


@dataclass(frozen=True)
class Relation:
    """One column by which rows belong to a customer."""

    model: type[models.Model]
    field: models.ForeignKey[Any, Any]

    @property
    def label(self) -> str:
        """The stable key of the column: "customers.phone.customer"."""
        return f"{self.model._meta.label_lower}.{self.field.name}"

    @property
    def is_unique(self) -> bool:
        """May two rows of one customer be in each other's way?"""
        name = self.field.name
        together = [set(fields) for fields in self.model._meta.unique_together]
        constraints = self.model._meta.constraints
        together += [set(each.fields) for each in constraints if isinstance(each, UniqueConstraint)]
        return self.field.unique or any(name in fields for fields in together)

    def rows_of(self, customer: int) -> QuerySet[Any]:
        """The rows that belong to this customer, whatever state they are in."""
        return self.model._base_manager.filter(**{self.field.attname: customer})


def relations_to_customer() -> list[Relation]:
    """Every column of every table that names a customer, in a fixed order."""
    found = [
        Relation(relation.model, relation.column)
        for relation in relations_to(Customer)
        if relation.is_direct and isinstance(relation.column, models.ForeignKey)
    ]
    return sorted(found, key=lambda relation: relation.label)


def tables_with(customer: int) -> set[str]:
    """The labels of the relations in which this customer has rows, in one question."""
    asked = [
        relation.rows_of(customer)
        .annotate(found_in=Value(relation.label))
        .order_by()
        .values_list("found_in")[:1]
        for relation in relations_to_customer()
    ]
    return {label for (label,) in asked[0].union(*asked[1:], all=True)}
