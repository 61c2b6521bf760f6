"""What kinds of background work there are: a socket that each floor fills from `ready()`."""

from collections.abc import Callable

from crm.shop.models import Job

JobRunner = Callable[[Job], None]
_RUNNERS: dict[str, JobRunner] = {}
_QUICK: set[str] = set()


def job_kind(kind: str, *, is_quick: bool = False) -> Callable[[JobRunner], JobRunner]:
    """Register the function that does this kind of job. Running it twice must be harmless.

    What is quick and somebody waits for (a mail with a new password) stands behind no import.
    """

    def register(runner: JobRunner) -> JobRunner:
        if is_quick:
            _QUICK.add(kind)
        if _RUNNERS.setdefault(kind, runner) is not runner:
            raise ValueError(f"The job kind {kind} is already taken.")
        return runner

    return register


def runner_of(kind: str) -> JobRunner | None:
    return _RUNNERS.get(kind)


def is_quick(kind: str) -> bool:
    return kind in _QUICK
