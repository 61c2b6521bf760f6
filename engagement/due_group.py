"""Promises in the order of their days, as four groups. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from engagement.models import FollowUp

SOON = timedelta(days=7)


class Due(TextChoices):
    OVERDUE = "overdue", _("Overdue")
    TODAY = "today", _("Today")
    SOON = "soon", _("Next 7 days")
    LATER = "later", _("Later")


@dataclass(frozen=True)
class DueGroup:
    """Some of them, under one heading."""

    due: Due
    follow_ups: list[FollowUp]


def due_groups(follow_ups: Iterable[FollowUp], today: date) -> list[DueGroup]:
    """Those that are there; the rows come sorted by the day they are due."""
    grouped = groupby(follow_ups, lambda follow_up: _due(follow_up.due_on, today))
    return [DueGroup(due, list(rows)) for due, rows in grouped]


def _due(day: date, today: date) -> Due:
    if day < today:
        return Due.OVERDUE
    if day == today:
        return Due.TODAY
    return Due.SOON if day <= today + SOON else Due.LATER
