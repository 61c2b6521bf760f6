"""How often each point of a checklist held: visits by strangers and looks at the counter stand apart."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from feedback.checklist_points import Mark, Tally
from feedback.models import Checklist, MysteryVisit


@dataclass
class PointCount:
    """One point, and how often it was marked how."""

    words: str
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def yes(self) -> int:
        return self.counts[Mark.YES]

    @property
    def partly(self) -> int:
        return self.counts[Mark.PARTLY]

    @property
    def no(self) -> int:
        return self.counts[Mark.NO]

    @property
    def unseen(self) -> int:
        return self.counts[Mark.UNSEEN]


@dataclass
class KindCount:
    """All reports of one kind."""

    label: str
    visits: int
    tally: Tally
    points: list[PointCount]


def count_points(checklist: Checklist, kind: str, label: str) -> KindCount:
    """By the words of a point: one that was put in other words is another one."""
    visits = list(MysteryVisit.objects.done().filter(checklist=checklist, kind=kind).order_by("pk"))
    tally = Tally(sum(visit.earned or 0 for visit in visits), sum(visit.possible or 0 for visit in visits))
    return KindCount(label, len(visits), tally, _points(visits))


def _points(visits: Iterable[MysteryVisit]) -> list[PointCount]:
    """The worst first."""
    found: dict[str, PointCount] = {}
    for visit in visits:
        for point, mark in zip(visit.asked, visit.marks, strict=True):
            found.setdefault(point.words, PointCount(point.words)).counts[mark] += 1
    return sorted(found.values(), key=lambda each: (-each.no, -each.partly, each.words))
