"""What the processes say: kept in files of bounded size, shown when something fails."""

import logging
import logging.handlers
from pathlib import Path

LARGEST = 10_000_000


def roll_over(log: Path) -> None:
    """Put a log that has grown large aside, keeping one older one."""
    if log.exists() and log.stat().st_size > LARGEST:
        log.replace(log.with_name(f"{log.name}.1"))


def tail(log: Path, *, lines: int = 20) -> str:
    """The last lines of a log, however long it is."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 20_000))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])


def open_run_log(log: Path) -> logging.Logger:
    """The log of everything that `make run` starts; the one of the run before stays as run.log.1."""
    logger = logging.Logger("regulars.run")
    had_lines = log.exists() and log.stat().st_size > 0
    handler = logging.handlers.RotatingFileHandler(log, maxBytes=LARGEST, backupCount=2, encoding="utf-8")
    if had_lines:
        handler.doRollover()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger.addHandler(handler)
    return logger
