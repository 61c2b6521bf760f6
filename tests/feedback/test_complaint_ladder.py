"""The ladder of a complaint: every rung once, in the order of time. Pure."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from crm.shop.opening_hours import OpeningHours, Window
from feedback.complaint_clock import Running
from feedback.complaint_ladder import Climb, Whom, due_rungs, next_look, rungs
from feedback.complaint_targets import Clock

LONDON = ZoneInfo("Europe/London")
HOURS = OpeningHours(LONDON, dict.fromkeys(range(5), (Window(time(9), time(17)),)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LONDON)


def running(clock: Clock = Clock.RESOLVE, due: str = "06-01 17:00", **more) -> Running:
    values = {"met_at": None, "spans": ((at("06-01 09:00"), None),), "days": 1}
    return Running(clock, at(due), **(values | more))


def told(climb: Climb) -> list[tuple[str, str, str]]:
    return [(rung.key, rung.whom, f"{rung.at.astimezone(LONDON):%d %H:%M}") for rung in rungs(climb, HOURS)]


def test_a_clock_has_three_rungs():
    assert told(Climb([running()])) == [
        ("resolve:soon", Whom.CARER, "01 15:00"),
        ("resolve:late", Whom.LEAD, "01 17:00"),
        ("resolve:later", Whom.OWNER, "02 17:00"),
    ]


def test_what_was_met_or_waits_has_none():
    met = running(met_at=at("06-01 10:00"))
    waits = Running(Clock.ANSWER, None, None, ((at("06-01 09:00"), None),), 2)

    assert told(Climb([met, waits])) == []


def test_each_promise_and_each_time_it_was_opened_again_has_its_own():
    climb = Climb([running(Clock.UPDATE, days=0), running()], turn=2)

    assert {rung.key.rpartition(":")[0] for rung in rungs(climb, HOURS)} == {
        "update:202606011700:2",
        "resolve:2",
    }


def test_what_cannot_wait_goes_to_the_owner_at_once():
    assert told(Climb([], urgent_since=at("06-01 20:00"))) == [("urgent", Whom.OWNER, "01 20:00")]


def test_whoever_wanted_to_ask_again_hears_of_it_when_the_door_opens():
    saturday = Climb([], chase_on=date(2026, 6, 6))

    assert told(saturday) == [("chase:20260606", Whom.CARER, "08 09:00")]


def test_only_what_nobody_climbed_is_due():
    ladder = rungs(Climb([running()]), HOURS)

    due = due_rungs(ladder, {"resolve:soon"}, at("06-01 18:00"))

    assert [rung.key for rung in due] == ["resolve:late"]
    assert next_look(ladder, {"resolve:soon", "resolve:late"}) == at("06-02 17:00")
    assert next_look(ladder, {rung.key for rung in ladder}) is None
