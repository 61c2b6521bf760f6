"""The clock rings on, although somebody sets the machine's time (R24)."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from crm.clock import Rings, app

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
# In a minute, the letters are looked for every five seconds.
ALL_THE_TIME = "send letters"


class Listened(Rings):
    """Writes down what it rings for."""

    def apply_entry(self, entry, producer=None) -> None:
        self.rang.append(entry.name)


@pytest.fixture
def clock(tmp_path: Path) -> Listened:
    with time_machine.travel(NOON, tick=False):
        clock = Listened(app=app, schedule_filename=str(tmp_path / "schedule"))
    clock.rang = []
    yield clock
    clock.close()


def rings(clock: Listened, begins: datetime, seconds: int) -> Counter[str]:
    """What it rings for while the machine's clock shows these seconds."""
    clock.rang.clear()
    with time_machine.travel(begins, tick=False) as machine:
        for _second in range(seconds):
            while clock.tick() == 0:
                pass
            machine.shift(1)
    return Counter(clock.rang)


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(days=1), timedelta(days=365)], ids=str)
def test_a_time_that_is_set_back_stops_nothing(clock: Listened, step: timedelta):
    usual = rings(clock, NOON, 60)[ALL_THE_TIME]

    ahead = rings(clock, NOON + step, 60)
    back = rings(clock, NOON + timedelta(minutes=1), 60)

    assert ahead[ALL_THE_TIME] >= usual - 1 > 5
    assert back[ALL_THE_TIME] >= usual - 1
    assert back["tick"] >= 2


def test_a_time_that_is_set_back_rings_for_nothing_before_its_time(clock: Listened):
    rings(clock, NOON + timedelta(days=1), 60)

    back = rings(clock, NOON, 60)

    assert back["count the usual gap"] == 0


def test_what_rings_once_a_day_is_remembered_over_a_restart(clock: Listened, tmp_path: Path):
    rings(clock, NOON + timedelta(hours=23), 1)
    clock.sync()
    clock.close()

    again = Listened(app=app, schedule_filename=str(tmp_path / "schedule"))
    again.rang = []

    assert rings(again, NOON + timedelta(days=1, seconds=5), 1)["count the usual gap"] == 1
    again.close()
