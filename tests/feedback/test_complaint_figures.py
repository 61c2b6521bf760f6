"""What the courses of complaints add up to. Pure."""

from crm.figures.incidence import Incidence
from feedback.complaint_course import Course
from feedback.complaint_figures import in_time, is_unusual, rates, working_hours
from feedback.complaint_targets import Clock
from feedback.models import Complaint


def course(state: str = "closed_resolved", *, hours: float = 8, contacts: int = 2, **more) -> Course:
    was_in_time = more.pop("was_in_time", {})
    return Course(Complaint(state=state, **more), was_in_time, hours, contacts)


def counted(found: list[Course]) -> list[tuple[int, int]]:
    return [(rate.share.k, rate.share.n) for rate in rates(found)]


def test_nothing_is_counted_of_nothing():
    assert {*counted([])} == {(0, 0)}


def test_each_rate_counts_those_it_is_about():
    found = [
        course(contacts=1, justified="yes", customer_id=1),
        course(reopened_count=1, justified="no", customer_id=1),
        course("closed_unresolved", justified="no", customer_id=2),
        course("investigating"),
        course("closed_withdrawn", contacts=0),
    ]

    _heard, _answered, _closed, put_right, at_once, again, right, repeated = counted(found)

    assert (put_right, at_once, again) == ((2, 3), (1, 3), (1, 3))
    assert (right, repeated) == ((1, 3), (1, 2))


def test_whose_time_is_not_up_is_not_counted():
    found = [course(was_in_time={"resolve": True}), course(was_in_time={"resolve": False}), course()]

    share = in_time(found, Clock.RESOLVE)

    assert (share.k, share.n) == (1, 2)


def test_what_is_open_counts_as_not_yet_closed():
    found = [course(hours=4), course(hours=6), course("investigating", hours=50), course("closed_withdrawn")]

    half = working_hours(found, 0.5)

    assert (half.n, half.value) == (3, 6)
    assert working_hours(found, 0.9).value is None


def test_a_month_is_unusual_only_far_from_the_usual():
    usual = Incidence(20, 2_000)

    assert [is_unusual(Incidence(k, 200), usual) for k in (2, 6, 7)] == [False, False, True]
    assert not is_unusual(Incidence(3, 0), usual)
