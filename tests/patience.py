"""Waiting for what comes sooner or later, on any machine."""

import time
from collections.abc import Callable

# So long is only waited when something is wrong.
PATIENCE = 300


def wait_until(is_so: Callable[[], object], *, told: Callable[[], object] = lambda: "") -> float:
    """How long it took."""
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() - begun < PATIENCE, told()
        time.sleep(0.05)
    return time.monotonic() - begun
