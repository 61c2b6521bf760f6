"""What is given to a customer who asks, and what is not and why: a socket that each floor fills.

Every table that hangs on a customer stands here once, and every column of it is either called by a word or
left out for a reason; a test walks the models and finds what nobody thought of.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.functional import Promise

from crm.shop.field_names import field_in_words, is_field_in_words
from customers.models import Customer
from customers.personal_file.columns import CALLED, LEFT_OUT

Words = str | Promise
Read = Callable[[Any, Customer], Any]


@dataclass(frozen=True)
class Told:
    """A table of which a customer gets their rows."""

    model: type[Model]
    title: Words
    words: Mapping[str, Words] = field(default_factory=dict)  # where the usual word for a column is wrong
    reads: Mapping[str, Read] = field(default_factory=dict)  # (row, customer) → what a person reads
    leaves_out: Mapping[str, str] = field(default_factory=dict)  # column: why
    joins: tuple[str, ...] = ()  # what the readers look at

    @property
    def key(self) -> str:
        return self.model._meta.model_name or ""

    def columns(self) -> list["Field[Any, Any]"]:
        return [column for column in self.model._meta.concrete_fields if not self.why_not(column)]

    def why_not(self, column: "Field[Any, Any]") -> str:
        """The reason for which this column is left out; empty when it is given."""
        if column.name in self.leaves_out:
            return self.leaves_out[column.name]
        if column.name in self.words or column.name in self.reads:
            return ""
        if column.related_model is not None and column.related_model in LEFT_OUT:
            return LEFT_OUT[column.related_model]
        return LEFT_OUT.get(column.name, "")

    def call(self, column: "Field[Any, Any]") -> str:
        """What a customer would call this column."""
        name = column.name
        return str(
            self.words.get(name) or CALLED.get(name) or field_in_words(self.model._meta.label_lower, name)
        )

    def is_called(self, column: "Field[Any, Any]") -> bool:
        """Did somebody find a word for it?"""
        known = column.name in self.words or column.name in CALLED
        return known or is_field_in_words(self.model._meta.label_lower, column.name)


_TOLD: dict[type[Model], Told] = {}
_KEPT_BACK: dict[type[Model], str] = {}


def tells(model_label: str, title: Words, **more: Any) -> None:
    """Customers get their rows of this table: "engagement.Message", "Mail we wrote to you"."""
    model = apps.get_model(model_label)
    _TOLD[model] = Told(model, title, **more)


def keeps_back(model_label: str, reason: str) -> None:
    """Customers do not get this table, and why: it is a secret, or is given elsewhere."""
    _KEPT_BACK[apps.get_model(model_label)] = reason


def all_told() -> Iterable[Told]:
    """The tables in the order of the floors."""
    return _TOLD.values()


def is_thought_of(model: type[Model]) -> bool:
    return model in _TOLD or model in _KEPT_BACK


def kept_back() -> Mapping[type[Model], str]:
    return _KEPT_BACK
