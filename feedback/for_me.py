"""What waits for a colleague themself: a look at the counter not read yet, and the question of the month."""

from dataclasses import dataclass
from datetime import date

from crm.shop.models import User
from crm.shop.permissions import Permission
from feedback.models import MysteryVisit, Pulse, VisitKind
from feedback.pulse_figures import are_enough_people


@dataclass(frozen=True)
class ForMe:
    """All of it; nothing of it is about anybody else."""

    observations: list[MysteryVisit]
    pulse: Pulse | None


def for_me(user: User, today: date) -> ForMe:
    """In a fixed number of questions."""
    return ForMe(_unread(user), _unanswered(user, today))


def _unread(user: User) -> list[MysteryVisit]:
    if not user.can(Permission.MYSTERY_VISIT_VIEW):
        return []
    mine = MysteryVisit.objects.done().filter(kind=VisitKind.WATCHED, colleague=user, read_at=None)
    return list(mine.select_related("checklist", "created_by").order_by("-done_at")[:5])


def _unanswered(user: User, today: date) -> Pulse | None:
    if not user.can(Permission.PULSE_ANSWER):
        return None
    asked = Pulse.objects.filter(month=today.replace(day=1)).exclude(turns__user=user).first()
    return asked if asked and are_enough_people() else None
