"""A machine whose clock is wrong, or is set while everybody works; PostgreSQL's own is right."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

OFTEN = 0.1  # seconds


def begin(wrong_by: str) -> None:
    """So many seconds, or the file in which they stand: it is read again and again, in each process."""
    now = datetime.now(UTC)
    if not wrong_by.startswith("/"):
        time_machine.travel(now + timedelta(seconds=int(wrong_by)), tick=True).start()
        return
    traveller = time_machine.travel(now, tick=True).start()
    place, wrong = Path(wrong_by), [0]

    def follow() -> None:
        while True:
            time.sleep(OFTEN)
            if (told := int(place.read_text() or wrong[0])) != wrong[0]:
                traveller.shift(timedelta(seconds=told - wrong[0]))
                wrong[0] = told

    def watch() -> None:
        threading.Thread(target=follow, daemon=True).start()

    watch()
    os.register_at_fork(after_in_child=watch)
