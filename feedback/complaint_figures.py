"""What the courses of complaints add up to: rates that know their n, and how sure they are. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.figures.incidence import Incidence
from crm.figures.share import Share
from crm.figures.survival import Waiting
from feedback.complaint_course import Course
from feedback.complaint_targets import Clock
from feedback.models import ComplaintState, Justified

SIGMAS = 3
ENDED = (ComplaintState.CLOSED_RESOLVED, ComplaintState.CLOSED_UNRESOLVED)
RIGHT = (Justified.YES, Justified.PARTLY)
IN_TIME: dict[Clock, Promise] = {
    Clock.ACKNOWLEDGE: _("Told in time that we heard"),
    Clock.ANSWER: _("First answer in time"),
    Clock.RESOLVE: _("Closed in time"),
}


@dataclass(frozen=True)
class Rate:
    """A share, what it is called, and of what it is one."""

    words: str | Promise
    share: Share
    of_what: str | Promise


def rates(found: Sequence[Course]) -> list[Rate]:
    """All that are k of n."""
    ended = [course for course in found if course.complaint.state in ENDED]
    judged = [course for course in found if course.complaint.justified != Justified.UNDETERMINED]
    again = sum(course.complaint.reopened_count > 0 for course in ended)
    at_once = sum(_is_at_once(course) for course in ended)
    right = sum(course.complaint.justified in RIGHT for course in judged)
    put_right = sum(course.complaint.state == ComplaintState.CLOSED_RESOLVED for course in ended)
    closed, up = _("complaints that were closed"), _("complaints whose time is up")
    looked_at = _("complaints that were judged")
    return [
        *(Rate(words, in_time(found, clock), up) for clock, words in IN_TIME.items()),
        Rate(_("Put right"), Share(put_right, len(ended)), closed),
        Rate(_("Put right with the first word"), Share(at_once, len(ended)), closed),
        Rate(_("Opened again"), Share(again, len(ended)), closed),
        Rate(_("They were right, at least in part"), Share(right, len(judged)), looked_at),
        Rate(_("Complained more than once"), repeated(found), _("customers who complained")),
    ]


def in_time(found: Iterable[Course], clock: Clock) -> Share:
    """Of those whose time is up or who were answered: in time."""
    known = [course.in_time[clock] for course in found if clock in course.in_time]
    return Share(sum(known), len(known))


def repeated(found: Iterable[Course]) -> Share:
    """Customers who complained more than once."""
    customers = (course.complaint.customer_id for course in found)
    counts = Counter(customer for customer in customers if customer is not None)
    return Share(sum(count > 1 for count in counts.values()), len(counts))


def working_hours(found: Iterable[Course], part: float) -> Waiting:
    """Within how many hours of open door so many are closed; what is open counts as not yet closed."""
    kept = [course for course in found if course.complaint.state != ComplaintState.CLOSED_WITHDRAWN]
    closed = tuple(course.hours for course in kept if not course.complaint.is_open)
    return Waiting(closed, tuple(course.hours for course in kept if course.complaint.is_open), part)


def is_unusual(often: Incidence, usual: Incidence) -> bool:
    """Further from what is usual than chance would bring it: three standard deviations (a u-chart)."""
    if not (often.n and usual.n):
        return False
    mean = usual.k / usual.n
    return abs(often.k / often.n - mean) > SIGMAS * sqrt(mean / often.n)


def _is_at_once(course: Course) -> bool:
    is_right = course.complaint.state == ComplaintState.CLOSED_RESOLVED
    return is_right and course.contacts <= 1 and not course.complaint.reopened_count
