"""Telling PostgreSQL which way not to take, where it cannot know how many rows there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from metrics.counting.statement import run


@contextmanager
def without(way: Literal["seqscan", "indexscan", "sort", "hashagg"]) -> Iterator[None]:
    """For the statements meanwhile; within a transaction."""
    run(f"SET LOCAL enable_{way} = off", {})
    yield
    run(f"SET LOCAL enable_{way} = on", {})
