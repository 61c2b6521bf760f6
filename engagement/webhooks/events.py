"""What other programs can be told of. The socket: each floor names its own events.

Every change is in the trail, so most events are a verb of it; what no person did is looked for in the book.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from django.utils.functional import Promise

from crm.shop.models import AuditEntry

Numbers = Mapping[str, int]


@dataclass(frozen=True)
class Found:
    """Something that happened: what about, when, and by what it is known as told already."""

    about: str
    at: datetime
    cause: str
    more: Numbers = field(default_factory=dict)


# Which lines of the trail are this event, by their number, and what else they are about.
Which = Callable[[Sequence[AuditEntry]], Mapping[int, Numbers]]
Look = Callable[[datetime], Iterable[Found]]


@dataclass(frozen=True)
class Event:
    """A thing that may happen, in words, and how the clock finds it."""

    name: str
    label: str | Promise
    verbs: tuple[str, ...] = ()
    which: Which | None = None  # None: every line with one of the verbs
    look: Look | None = None  # what happened since a moment; it may be found twice
    door: str = ""  # the door of the API where it is read: "api:customer"


_EVENTS: dict[str, Event] = {}


def tells(*events: Event) -> None:
    """Offer these events; a name stands for one thing only."""
    for event in events:
        if event.name in _EVENTS:
            raise ValueError(f"{event.name} is taken.")
        _EVENTS[event.name] = event


def all_events() -> list[Event]:
    """By their names."""
    return sorted(_EVENTS.values(), key=attrgetter("name"))


def event_named(name: str) -> Event | None:
    return _EVENTS.get(name)


def number_of(about: str) -> int | None:
    """The number in "customers.customer:42"."""
    _kind, _colon, number = about.rpartition(":")
    return int(number) if number.isdecimal() else None
