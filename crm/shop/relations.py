"""Everything that hangs on a thing: each column, of every app, that leads to it straight or by way of others.

Pure: it reads the models and asks the database nothing. What is known of a thing only by a number in
plain text is not found here; whoever needs that too has a socket for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import CASCADE, Field, Model


@dataclass(frozen=True)
class Relation:
    """A column that leads to the thing, and the way on from there."""

    model: type[Model]
    column: "Field[Any, Any]"
    way: str  # as a filter writes it: "invitation__customer"

    @property
    def is_direct(self) -> bool:
        return "__" not in self.way

    @property
    def goes_along(self) -> bool:
        """Is a row of it deleted with what it leads to?"""
        return getattr(self.column.remote_field, "on_delete", None) is CASCADE

    @property
    def label(self) -> str:
        """For people who look after the code: "feedback.Attempt.invitation"."""
        return f"{self.model._meta.label}.{self.column.name}"


@cache
def relations_to(thing: type[Model]) -> tuple[Relation, ...]:
    """Every column that leads to a row of this model, the straight ones first; many-to-many tables too."""
    found: list[Relation] = []
    ways: dict[type[Model], str] = {thing: ""}
    layer: dict[type[Model], str] = dict(ways)
    while layer:
        near = list(_columns_to(layer))
        found += near
        layer = {}
        for relation in near:
            if relation.model not in ways:
                ways[relation.model] = layer[relation.model] = relation.way
    return tuple(found)


def models_hanging_on(thing: type[Model]) -> dict[type[Model], list[str]]:
    """Model → the ways by which a row of it belongs to the thing.

    A column for the thing itself says whose a row is; where there is none, what it would go with.
    """
    relations: dict[type[Model], list[Relation]] = {}
    for relation in relations_to(thing):
        relations.setdefault(relation.model, []).append(relation)
    return {model: [relation.way for relation in _telling(them)] for model, them in relations.items()}


def _telling(relations: list[Relation]) -> list[Relation]:
    straight = [relation for relation in relations if relation.is_direct]
    return straight or [relation for relation in relations if relation.goes_along] or relations


def _columns_to(reached: dict[type[Model], str]) -> Iterator[Relation]:
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.concrete_fields:
            target = column.related_model if column.is_relation else None
            if isinstance(target, type) and target in reached:
                yield Relation(model, column, f"{column.name}__{reached[target]}".rstrip("_"))
