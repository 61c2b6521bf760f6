"""Somebody who is being forgotten, and the sockets by which each floor takes part.

What hangs on a customer by a key goes with them by itself. The sockets are for the rest: what is theirs by an
address only, what other rows say about theirs, and what stays without them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from crm.shop.models import StoredFile
from crm.shop.relations import models_hanging_on
from customers.models import Customer, Email, Merge, Phone

LAST_DIGITS, BETWEEN_DIGITS = 9, r"[\s./()-]*"  # as in files that were brought in


class NotYet(Exception):
    """Something of theirs is under way at this moment (a mail, an import): the clock tries again."""


@dataclass
class Leaving:
    """One customer on the way out; `files` are taken off the disk once everything else is gone."""

    customer: Customer
    is_forced: bool = False  # after a restore nothing can be under way, whatever the rows say
    files: list[str] = field(default_factory=list)

    @cached_property
    def emails(self) -> list[str]:
        """Addresses that only they have: one that two people share is still the other one's."""
        mine = Email.objects.filter(customer=self.customer).values_list("address", flat=True)
        shared = Email.objects.filter(address__in=mine).exclude(customer=self.customer)
        return sorted(set(mine) - set(shared.values_list("address", flat=True)))

    @cached_property
    def phones(self) -> list[str]:
        """Numbers that only they have."""
        mine = Phone.objects.filter(customer=self.customer).values_list("number", flat=True)
        shared = Phone.objects.filter(number__in=mine).exclude(customer=self.customer)
        return sorted(set(mine) - set(shared.values_list("number", flat=True)))

    def has_email(self, column: str) -> Q:
        """Whether an address of theirs stands in this column, in large or in small letters."""
        theirs = Q(pk__in=[])
        for email in self.emails:
            theirs |= Q(**{f"{column}__iexact": email})
        return theirs

    def has_phone(self, column: str) -> Q:
        """Whether a number of theirs stands in this column, however it is parted, with its country or not."""
        theirs = Q(pk__in=[])
        for phone in self.phones:
            if len(phone) > LAST_DIGITS:
                theirs |= Q(**{f"{column}__regex": BETWEEN_DIGITS.join(phone[-LAST_DIGITS:]) + r"\s*$"})
        return theirs

    @cached_property
    def numbers(self) -> list[int]:
        """Their number, and those of records that were put together into theirs."""
        gone = Merge.objects.standing().filter(kept=self.customer)
        return [self.customer.pk, *gone.values_list("gone_number", flat=True)]

    @cached_property
    def keys(self) -> list[str]:
        """The keys of all their rows, by which other rows may speak of them: "feedback.response:7"."""
        keys = [f"{Customer._meta.label_lower}:{self.customer.pk}"]
        for model in models_hanging_on(Customer):
            rows = rows_of(model, self)
            keys += [f"{model._meta.label_lower}:{number}" for number in rows.values_list("pk", flat=True)]
        return keys

    def throw_away(self, stored: StoredFile) -> None:
        """The file goes with them: the row now, the bytes afterwards."""
        self.files.append(stored.path)


Stray = Callable[[Leaving], Q]
Forget = Callable[[Leaving], None]
_STRAYS: dict[type[Model], Stray] = {}
_AT_ONCE: list[Forget] = []
_FORGETTERS: list[Forget] = []


def strays(model_label: str) -> Callable[[Stray], Stray]:
    """Register how rows that name no customer are theirs all the same, by an address or a number."""

    def register(stray: Stray) -> Stray:
        _STRAYS[apps.get_model(model_label)] = stray
        return stray

    return register


def forgets_at_once(forget: Forget) -> Forget:
    """Register what happens the moment somebody asks: what waits to reach them is called off."""
    if forget not in _AT_ONCE:
        _AT_ONCE.append(forget)
    return forget


def forgets(forget: Forget) -> Forget:
    """Register what a floor forgets that no key leads to. May raise NotYet."""
    if forget not in _FORGETTERS:
        _FORGETTERS.append(forget)
    return forget


def at_once(leaving: Leaving) -> None:
    for forget in reversed(_AT_ONCE):
        forget(leaving)


def forget_everywhere(leaving: Leaving) -> None:
    """The highest floor first."""
    for forget in reversed(_FORGETTERS):
        forget(leaving)
    for model, stray in _STRAYS.items():
        model._default_manager.filter(stray(leaving)).delete()


def rows_of(model: type[Model], leaving: Leaving) -> Any:
    """Their rows of a table: by its keys, by what else says so, and what hangs on such rows."""
    rows = model._default_manager.all()
    first, *others = [rows.filter(mine).order_by().values("pk") for mine in _ways_to(model, leaving)]
    # Each way by its own index: "this or that" across two tables would read both of them whole.
    return rows.filter(pk__in=first.union(*others) if others else first)


def _ways_to(model: type[Model], leaving: Leaving) -> Iterator[Q]:
    for way in models_hanging_on(Customer).get(model, []):
        yield Q(**{way: leaving.customer.pk})
        holder = way.rpartition("__")[0]
        if holder and (stray := _STRAYS.get(_model_at(model, holder))):
            theirs = _model_at(model, holder)._default_manager.filter(stray(leaving))
            yield Q(**{f"{holder}__in": theirs})
    if stray := _STRAYS.get(model):
        yield stray(leaving)


def _model_at(model: Any, way: str) -> Any:
    """Where a way of keys ends: "decision__complaint" leads to complaints."""
    for step in way.split("__"):
        model = model._meta.get_field(step).related_model
    return model
