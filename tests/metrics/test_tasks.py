"""What the clock starts on this floor."""

import sys

from metrics import tasks
from metrics.rollups import rebuild
from tests.metrics.buying import sell


def test_foresee_starts_a_process_of_its_own_only_when_due(anna, monkeypatch):
    started = []
    monkeypatch.setattr("subprocess.run", lambda command, **_more: started.append((command[0], command[-1])))
    tasks.foresee()
    assert started == []
    sell(anna, 0)
    rebuild()

    tasks.foresee()

    assert started == [(sys.executable, "foresee")]
