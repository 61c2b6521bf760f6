"""The timeline as people read it: days, filter chips, and the money of the purchases on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.web.paging import keyset_page
from customers.kinds import Kind, kind_of
from customers.models import Customer, Interaction, Purchase

PAGE_SIZE = 50
STAYS_IN_REACH = timedelta(days=1)


@dataclass(frozen=True)
class Chip:
    """One filter above the stream."""

    key: str
    label: str | Promise
    kinds: tuple[str, ...] = ()


CHIPS = (
    Chip("", _("Everything")),
    Chip("bought", _("Bought"), ("purchase", "refund")),
    Chip(
        "talked",
        _("Visits and talks"),
        ("visit", "call", "question", "email", "message", "social", "letter", "thank_you"),
    ),
    Chip("felt", _("Praise and complaints"), ("compliment", "recommended", "complaint_hint")),
    Chip("notes", _("Notes"), ("note", "asked_did_not_buy")),
)


@dataclass(frozen=True)
class Line:
    """An interaction with all that its part of the page shows."""

    interaction: Interaction
    kind: Kind
    purchase: Purchase | None

    @property
    def opens(self) -> str:
        """The key of what it is about, for the link."""
        return self.interaction.about.rpartition(":")[2]


@dataclass(frozen=True)
class Day:
    """One day of the stream."""

    day: date
    lines: list[Line]


@dataclass(frozen=True)
class Timeline:
    """One page of the stream."""

    days: list[Day]
    pinned: list[Line]
    taken_back: list[Line]
    next_cursor: str
    chip: Chip

    def admits(self, interaction: Interaction) -> bool:
        """Does it belong under the chosen chip?"""
        return not self.chip.kinds or interaction.kind in self.chip.kinds

    def shows(self, interaction: Interaction) -> bool:
        """Does it stand on this page of the stream?"""
        return any(line.interaction.pk == interaction.pk for day in self.days for line in day.lines)


def chip_of(key: str) -> Chip:
    """The chip of this key; everything when nobody knows it."""
    return next((chip for chip in CHIPS if chip.key == key), CHIPS[0])


def read_timeline(customer: Customer, *, chip: Chip = CHIPS[0], after: str | None = None) -> Timeline:
    """One page of the stream, newest first; the pinned lines come with the first page only."""
    lines = Interaction.objects.of(customer).select_related("staff", "location")
    shown = lines.filter(kind__in=chip.kinds) if chip.kinds else lines
    page = keyset_page(shown, order=("-at", "-pk"), after=after, size=PAGE_SIZE)
    pinned = [] if after else list(_pinned(lines))
    purchases = _purchases_of([*page.rows, *pinned])
    return Timeline(
        days=_by_day([_line(row, purchases) for row in page.rows]),
        pinned=[_line(row, purchases) for row in pinned],
        taken_back=[] if after else [_line(row, {}) for row in _taken_back(customer)],
        next_cursor=page.next_cursor,
        chip=chip,
    )


@dataclass(frozen=True)
class Place:
    """Where in the stream somebody stands: under which chip, and after which line."""

    show: str = ""
    after: str = ""

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> "Place":
        """As the page sends it, in its address or with a form."""
        return cls(sent.get("show", ""), sent.get("after", ""))


def stream_of(customer: Customer, place: Place) -> dict[str, Any]:
    """All that the stream's part of the page needs."""
    timeline = read_timeline(customer, chip=chip_of(place.show), after=place.after or None)
    return {"customer": customer, "timeline": timeline, "chips": CHIPS, "place": place}


def line_of(interaction: Interaction) -> Line:
    """A single line, as it is shown after it was logged or corrected."""
    return _line(interaction, _purchases_of([interaction]))


def _pinned(lines: QuerySet[Interaction]) -> QuerySet[Interaction]:
    return lines.filter(pinned_at__isnull=False).order_by("-pinned_at")[:10]


def _taken_back(customer: Customer) -> QuerySet[Interaction]:
    """Lines taken back since yesterday: until then they can be put back from the page."""
    lately = timezone.now() - STAYS_IN_REACH
    gone = Interaction.objects.filter(customer=customer, withdrawn_at__gte=lately, about="")
    return gone.order_by("-withdrawn_at")[:10]


def _line(row: Interaction, purchases: dict[str, Purchase]) -> Line:
    return Line(row, kind_of(row.kind), purchases.get(row.about))


def _purchases_of(rows: Iterable[Interaction]) -> dict[str, Purchase]:
    prefix = f"{Purchase._meta.label_lower}:"
    keys = [row.about.removeprefix(prefix) for row in rows if row.about.startswith(prefix)]
    return {f"{prefix}{found.pk}": found for found in Purchase.objects.filter(pk__in=keys)} if keys else {}


def _by_day(lines: list[Line]) -> list[Day]:
    days = groupby(lines, key=lambda line: timezone.localtime(line.interaction.at).date())
    return [Day(day, list(of_day)) for day, of_day in days]
