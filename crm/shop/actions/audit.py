"""Writing the trail. Only names and numbers: never anything a customer said or is."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models

from crm.shop.models import AuditEntry, User
from crm.web.insert import insert

THE_CLOCK = "the clock"
# Set per request by crm/shop/middleware.py, so that actions need no request.
address_of_request: ContextVar[str | None] = ContextVar("address_of_request", default=None)
# Set while a program is answered (crm/shop/api/view.py): nobody does it by hand, and neither does the clock.
program_of_request: ContextVar[str | None] = ContextVar("program_of_request", default=None)


@contextmanager
def without_address() -> Iterator[None]:
    """What is written now does not say where it came from: somebody speaks who was promised no name."""
    token = address_of_request.set(None)
    try:
        yield
    finally:
        address_of_request.reset(token)


def label(thing: models.Model) -> str:
    """The stable key of a row: "customers.customer:42"."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(
    verb: str,
    thing: models.Model | str = "",
    *,
    by: User | None,
    fields: Iterable[str] = (),
    counts: Mapping[str, int] | None = None,
) -> AuditEntry:
    """Write one entry: `by` did `verb` to `thing`; `fields` are names, `counts` are numbers."""
    entry = AuditEntry(
        verb=verb,
        about=thing if isinstance(thing, str) else label(thing),
        fields=sorted(fields),
        counts={name: int(count) for name, count in (counts or {}).items()},
        actor_id=by.pk if by else None,
        actor=by.name if by else program_of_request.get() or THE_CLOCK,
        address=address_of_request.get(),
    )
    insert(entry)
    return entry
