"""What every mail needs to know of the shop: a shift lays it out once for many, anybody else looks it up."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db.models import Model

from crm.shop.models import ShopSettings
from customers.models import Customer
from engagement.actions.mail_room import current_room
from engagement.arbiter import Candidate
from engagement.models import MailRoom

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Seen:
    """Somebody who may be written to at this address, and their mail that nobody asked for."""

    customer: Customer
    address: str
    sent_at: Sequence[datetime]
    waiting: Sequence[Candidate]


@dataclass(frozen=True)
class Desk:
    """The shop and its mail room, as they were when they were laid out."""

    shop: ShopSettings | None
    room: MailRoom
    seen: Seen | None = None  # who was looked at ahead of this one mail
    _drawer: dict[tuple[type[Model], int], Model] = field(default_factory=dict)

    def row(self, model: type[Row], number: int) -> Row:
        """What many mails share is fetched once: a version of a template, a colleague who writes."""
        if (model, number) not in self._drawer:
            self._drawer[model, number] = model._base_manager.get(pk=number)
        return self._drawer[model, number]  # type: ignore[return-value]


_LAID_OUT: ContextVar[Desk | None] = ContextVar("_LAID_OUT", default=None)


def desk() -> Desk:
    """The one that is laid out, or a fresh look."""
    return _LAID_OUT.get() or lay_out()


def seen_ahead() -> Seen | None:
    """Who gets the mail that lies on the desk, when they were looked at before it came up."""
    laid_out = _LAID_OUT.get()
    return laid_out.seen if laid_out else None


def lay_out() -> Desk:
    """A fresh look."""
    return Desk(ShopSettings.current(), current_room())


@contextmanager
def on_the_desk(laid_out: Desk) -> Iterator[None]:
    """Within this, nobody looks again."""
    token = _LAID_OUT.set(laid_out)
    try:
        yield
    finally:
        _LAID_OUT.reset(token)
