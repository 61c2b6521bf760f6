"""Celery's own command without the shell it brings for talking to queues: six megabytes in every process."""

import os
import sys
from collections.abc import Sequence
from types import ModuleType

# The queues for which nobody waits, and the niceness with which they are worked off.
GIVES_WAY, BY = "celery,bulk", 10


def leave_the_shell_out() -> None:
    """Celery only asks it to be there when its command is put together."""
    shell = ModuleType("click_repl")
    shell.register_repl = lambda *_told, **_more: None  # type: ignore[attr-defined]
    sys.modules["click_repl"] = shell


def give_way(arguments: Sequence[str]) -> None:
    """Whoever sends newsletters and counts figures leaves the processor to whoever answers people."""
    if GIVES_WAY in arguments:
        os.nice(BY)


if __name__ == "__main__":
    leave_the_shell_out()
    give_way(sys.argv)
    from celery.__main__ import main

    main()
