"""Reading the hand-written texts: one thing a line, its parts between bars."""

from functools import cache
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"


@cache
def text_lines(name: str) -> tuple[str, ...]:
    """The lines of a text file that say something."""
    lines = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("# "))


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Each line in its parts."""
    return tuple(tuple(part.strip() for part in line.split("|")) for line in text_lines(name))


@cache
def lists(name: str) -> dict[str, tuple[str, ...]]:
    """Short lists under [headings]: parted by bars, or by spaces where there are none."""
    found: dict[str, tuple[str, ...]] = {}
    heading = ""
    for line in text_lines(name):
        if line.startswith("["):
            heading = line.strip("[]")
        else:
            parts = line.split("|") if "|" in line else line.split()
            found[heading] = found.get(heading, ()) + tuple(part.strip() for part in parts)
    return found


def split_outcome(text: str) -> tuple[str, str]:
    """What happened, and after the arrow what came of it."""
    happened, _arrow, outcome = text.partition("=>")
    return happened.strip(), outcome.strip()
