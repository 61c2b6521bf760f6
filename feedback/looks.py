"""Which scores of an invitation were looked at lately: only in memory, as looking writes nothing.

A program that reads mail opens every link of it within seconds; a person opens one. What this process has
not seen itself, it does not know: then a look is judged by its other signs alone.
"""

import threading
import time

from feedback.evidence import BURST_SECONDS

MOST_INVITATIONS = 10_000


class Looks:
    """When each score of an invitation was last looked at."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[int, dict[str, float]] = {}

    def note(self, invitation: int, score: str) -> None:
        """The page has just been opened by the link of this score."""
        with self._lock:
            if invitation not in self._seen and len(self._seen) >= MOST_INVITATIONS:
                self._seen.clear()
            self._seen.setdefault(invitation, {})[score] = time.monotonic()

    def are_many(self, invitation: int) -> bool:
        """Was it opened by the links of several scores within seconds?"""
        since = time.monotonic() - BURST_SECONDS
        with self._lock:
            seen = self._seen.get(invitation, {})
            return sum(at > since for at in seen.values()) > 1

    def forget(self) -> None:
        """For tests: nobody has looked."""
        with self._lock:
            self._seen.clear()


LOOKS = Looks()
