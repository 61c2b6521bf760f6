"""The timeline as people read it: by days, under filter chips."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.web.paging import keyset_page
from crm.web.written_out import Blank, Question
from customers.addresses import address_of
from customers.kinds import PURCHASE, REFUND, kinds_under
from customers.line import BOUGHT, Line, lines_for, with_words
from customers.models import Customer, Interaction, Purchase

PAGE_SIZE = 50
# The newest, and the way to the others: on a phone fifty of them would bury all that stands below.
FIRST_PAGE = 10
MOST_ABOVE = 20
STAYS_IN_REACH = timedelta(days=1)


@dataclass(frozen=True)
class Chip:
    """One filter above the stream."""

    key: str
    label: str | Promise
    named: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it shows: what is named here, and what the floors above put under it."""
        return self.named + kinds_under(self.key)


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
class Day:
    """One day of the stream."""

    day: date
    lines: list[Line]


@dataclass(frozen=True)
class Voided:
    """A purchase that counts no more, with the way back."""

    line: Line

    @property
    def restore_address(self) -> str:
        return address_of("customers:purchase_restore", self.line.interaction.about.removeprefix(BOUGHT))


@dataclass(frozen=True)
class Timeline:
    """One page of the stream."""

    days: list[Day]
    pinned: list[Line]
    taken_back: list[Line]
    voided: list[Voided]
    next_cursor: str
    chip: Chip

    def admits(self, interaction: Interaction) -> bool:
        """Does it belong under the chosen chip?"""
        return not self.chip.kinds or interaction.kind in self.chip.kinds

    def line(self, interaction: Interaction) -> Line | None:
        """As it stands on this page of the stream, if it does."""
        lines = (line for day in self.days for line in day.lines)
        return next((line for line in lines if line.pk == interaction.pk), None)


def chip_of(key: str) -> Chip:
    """The chip of this key; everything when nobody knows it."""
    return next((chip for chip in CHIPS if chip.key == key), CHIPS[0])


def read_timeline(
    customer: Customer, user: User, *, chip: Chip = CHIPS[0], after: str | None = None
) -> Timeline:
    """One page of the stream, newest first; what stands above it comes with the first page only."""
    lines = with_words(Interaction.objects.of(customer))
    shown = lines.filter(kind__in=chip.kinds) if chip.kinds else lines
    page = keyset_page(shown, order=("-at", "-pk"), after=after, size=PAGE_SIZE if after else FIRST_PAGE)
    above = [] if after else lines_for(_above(customer), user)
    gone = [line for line in above if line.interaction.withdrawn_at is not None]
    return Timeline(
        days=_by_day(lines_for(page.rows, user)),
        pinned=[line for line in above if line.interaction.withdrawn_at is None],
        taken_back=[line for line in gone if not line.interaction.about],
        voided=[Voided(line) for line in gone if line.interaction.about],
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


def stream_of(customer: Customer, place: Place, user: User) -> dict[str, Any]:
    """All that the stream's part of the page needs."""
    timeline = read_timeline(customer, user, chip=chip_of(place.show), after=place.after or None)
    # Nothing is fresh, said once here: looking for a name that nobody gave costs each line dearly.
    return {"customer": customer, "timeline": timeline, "chips": CHIPS, "place": place, "fresh": None}


def _above(customer: Customer) -> list[Interaction]:
    """What is pinned, and what was taken back since yesterday: until then it can be put back from here."""
    return _pinned_or_gone().ask(customer=customer.pk, lately=timezone.now() - STAYS_IN_REACH)


@cache
def _pinned_or_gone() -> Question[Interaction]:
    own = Interaction.objects.filter(customer=Blank("customer", BigIntegerField())).alias(is_voided=_voided())
    is_gone_lately = Q(withdrawn_at__gte=Blank("lately", DateTimeField()))
    gone = is_gone_lately & (Q(about="") | Q(is_voided=True))
    # Said twice: by this PostgreSQL leaves out nearly all lines before it looks for a purchase of theirs.
    few = own.filter(Q(pinned_at__isnull=False) | is_gone_lately)
    found = with_words(few.filter(Q(withdrawn_at=None, pinned_at__isnull=False) | gone))
    return Question(found.order_by(F("withdrawn_at").desc(nulls_first=True), "-pinned_at")[:MOST_ABOVE])


def _voided() -> Exists:
    """Is its purchase voided? A line that is gone because a sale became a refund has none."""
    kind = Case(When(is_refund=True, then=Value(REFUND.key)), default=Value(PURCHASE.key))
    voided = Purchase.objects.filter(customer=OuterRef("customer"), voided_at__isnull=False)
    keyed = voided.annotate(key=Concat(Value(BOUGHT), Cast("pk", CharField())), kind=kind)
    return Exists(keyed.filter(key=OuterRef("about"), kind=OuterRef("kind")))


def _by_day(lines: list[Line]) -> list[Day]:
    days = groupby(lines, key=lambda line: timezone.localtime(line.interaction.at).date())
    return [Day(day, list(of_day)) for day, of_day in days]
