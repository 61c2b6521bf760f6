"""What every mail needs to know of the shop: a shift lays it out once for many, anybody else looks it up."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from crm.shop.models import ShopSettings
from engagement.actions.mail_room import current_room
from engagement.models import MailRoom


@dataclass(frozen=True)
class Desk:
    """The shop and its mail room, as they were when they were laid out."""

    shop: ShopSettings | None
    room: MailRoom


_LAID_OUT: ContextVar[Desk | None] = ContextVar("_LAID_OUT", default=None)


def desk() -> Desk:
    """The one that is laid out, or a fresh look."""
    return _LAID_OUT.get() or lay_out()


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
