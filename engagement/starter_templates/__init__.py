"""The mails a new shop begins with: one file each, to be read, changed or retired like any other."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Starter:
    """One of them, as it is written in its file; the key is the file's name."""

    key: str
    name: str
    kind: str
    topic: str
    subject: str
    body: str


@cache
def starters() -> tuple[Starter, ...]:
    """All of them, by key."""
    return tuple(_read(path) for path in sorted(HERE.glob("*.md")))


def _read(path: Path) -> Starter:
    head, _line, body = path.read_text(encoding="utf-8").partition("\n---\n")
    values = dict(line.split(":", 1) for line in head.splitlines())
    return Starter(
        key=path.stem, body=body.strip(), **{name: value.strip() for name, value in values.items()}
    )
