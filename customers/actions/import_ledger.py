"""What the import keeps about rows: safe to store, and counted."""

from collections.abc import Sequence
from typing import Any

MOST_SAMPLES = 5
_UNSTORABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def storable(cells: Sequence[str]) -> list[str]:
    """The cells as PostgreSQL can keep them; a refused row may contain anything."""
    return [cell.translate(_UNSTORABLE) for cell in cells]


class Samples:
    """A few rows of each outcome, to show before anything is written."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}

    def add(self, outcome: str, number: int, cells: Sequence[str], reason: str = "") -> None:
        """Keep this row if it is one of the first of its kind."""
        kept = self.rows.setdefault(outcome, [])
        if len(kept) < MOST_SAMPLES:
            short = [cell[:80] for cell in storable(cells)]
            kept.append({"number": number, "reason": reason, "cells": short})
