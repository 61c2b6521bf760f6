"""What the shop did that may have had an effect: improvements, announcements, automations."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement.models import Announcement, AnnouncementState, Automation
from feedback.models import Improvement
from metrics.definitions.metric import Words
from metrics.period import Period

# The word in an address, the model, and what one is called.
KINDS: dict[str, tuple[type[Model], Words]] = {
    "improvement": (Improvement, _("Improvement")),
    "announcement": (Announcement, _("Announcement")),
    "automation": (Automation, _("Automation")),
}


@dataclass(frozen=True)
class Subject:
    """One of them, and since when it is so."""

    kind: str
    row: Improvement | Announcement | Automation
    since: date

    @property
    def key(self) -> str:
        return key_of(self.kind, self.row.pk)

    @property
    def kind_words(self) -> Words:
        return KINDS[self.kind][1]

    def __str__(self) -> str:
        return str(self.row)


def key_of(kind: str, pk: int) -> str:
    """As it is kept: "feedback.improvement:4"."""
    return f"{KINDS[kind][0]._meta.label_lower}:{pk}"


def place_of(key: str) -> tuple[str, int]:
    """The word in an address and the number."""
    label, _colon, number = key.partition(":")
    words = {model._meta.label_lower: kind for kind, (model, _words) in KINDS.items()}
    return words[label], int(number)


def subjects(within: Period | None = None) -> list[Subject]:
    """All that was begun by now, or on these days; in three queries, the newest first."""
    today = timezone.localdate()
    first, last = (within.first, min(within.last, today)) if within else (None, today)
    found = chain(_improvements(), _announcements(), _automations())
    begun = (each for each in found if (first or date.min) <= each.since <= last)
    return sorted(begun, key=lambda each: each.since, reverse=True)


def subject_of(kind: str, pk: int) -> Subject | None:
    """None where there is none, or it has not begun."""
    if kind not in READERS:
        return None
    return next(READERS[kind](pk=pk), None)


def _improvements(**which: int) -> Iterator[Subject]:
    for row in Improvement.objects.filter(live_on__isnull=False, **which):
        yield Subject("improvement", row, row.live_on or date.min)


def _announcements(**which: int) -> Iterator[Subject]:
    sent = Announcement.objects.exclude(state=AnnouncementState.CANCELLED).filter(frozen_at__isnull=False)
    for row in sent.filter(**which):
        yield Subject("announcement", row, _day(row.frozen_at))


def _automations(**which: int) -> Iterator[Subject]:
    for row in Automation.objects.filter(switched_on_at__isnull=False, **which):
        yield Subject("automation", row, _day(row.switched_on_at))


READERS: dict[str, Callable[..., Iterator[Subject]]] = {
    "improvement": _improvements,
    "announcement": _announcements,
    "automation": _automations,
}


def _day(moment: datetime | None) -> date:
    return timezone.localdate(moment) if moment else date.min
