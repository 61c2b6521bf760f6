"""Celery's own command without the shell it brings for talking to queues: six megabytes in every process."""

import sys
from types import ModuleType


def leave_the_shell_out() -> None:
    """Celery only asks it to be there when its command is put together."""
    shell = ModuleType("click_repl")
    shell.register_repl = lambda *_told, **_more: None  # type: ignore[attr-defined]
    sys.modules["click_repl"] = shell


if __name__ == "__main__":
    leave_the_shell_out()
    from celery.__main__ import main

    main()
