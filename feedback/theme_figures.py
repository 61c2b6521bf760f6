"""How often each theme came up, of late and before, and how people spoke of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q

from feedback.models import Feeling, Theme, ThemeMention

WINDOW = 90  # days
FEW = 5  # fewer than these say nothing yet


@dataclass
class ThemeCount:
    """A theme, how many texts were about it in the window, and in the one before."""

    theme: Theme
    now: int = 0
    before: int = 0
    good: int = 0
    bad: int = 0
    parts: list["ThemeCount"] = field(default_factory=list)

    @property
    def change(self) -> int:
        return self.now - self.before

    @property
    def is_few(self) -> bool:
        return self.now + self.before < FEW


def count_themes(on: date, days: int = WINDOW) -> list[ThemeCount]:
    """Every theme in use under the one above it. A text about two parts counts once on top."""
    start, earlier = on - timedelta(days=days), on - timedelta(days=2 * days)
    counts = {theme.pk: ThemeCount(theme) for theme in Theme.objects.in_use()}
    recent = Q(on__gt=start, on__lte=on)
    for key in ("theme", "theme__above"):
        rows = ThemeMention.objects.filter(on__gt=earlier, on__lte=on).values(key)
        for row in rows.annotate(
            now=Count("about", distinct=True, filter=recent),
            before=Count("about", distinct=True, filter=~recent),
            good=Count("about", distinct=True, filter=recent & Q(feeling=Feeling.GOOD)),
            bad=Count("about", distinct=True, filter=recent & Q(feeling=Feeling.BAD)),
        ).order_by():
            _add(counts.get(row.pop(key)), row)
    return _tree(counts)


def top_themes(on: date, days: int, most: int) -> list[ThemeCount]:
    """What came up most in so many days, of those that people are about; never one nobody mentioned."""
    tree = count_themes(on, days)
    lowest = [part for top in tree for part in (top.parts or [top]) if part.now]
    return sorted(lowest, key=lambda each: (-each.now, each.theme.name))[:most]


def _add(count: ThemeCount | None, row: dict[str, int]) -> None:
    """A theme on top counts with its parts; its own row is that of its parts together, or its own."""
    if count is not None:
        for name, number in row.items():
            setattr(count, name, getattr(count, name) + number)


def _tree(counts: dict[int, ThemeCount]) -> list[ThemeCount]:
    for count in _by_frequency(counts.values()):
        if count.theme.above_id in counts:
            counts[count.theme.above_id].parts.append(count)
    return _by_frequency(count for count in counts.values() if count.theme.above_id is None)


def _by_frequency(counts: Iterable[ThemeCount]) -> list[ThemeCount]:
    return sorted(counts, key=lambda each: (-each.now, -each.before, each.theme.name))
