"""Two people in each other's way: the database ends one of them, and we let that one try again."""

import random
import time
from collections.abc import Callable, Iterator

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
MOST_TRIES = 3
DEADLOCK, SERIALIZATION_FAILURE = "40P01", "40001"


def try_again(answer: Answer) -> Answer:
    """Do a change again that was rolled back whole because of a deadlock, at most three times."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return answer(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not is_rolled_back(error):
            return None
        for _pause in pauses():
            try:
                again: HttpResponse = match.func(request, *match.args, **match.kwargs)
                return again
            except OperationalError as problem:
                if not is_rolled_back(problem):
                    raise
        return None

    # Django looks for it on whatever a middleware factory returns.
    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def is_rolled_back(error: BaseException) -> bool:
    """Did the database end this transaction because of another one?"""
    return getattr(error.__cause__, "sqlstate", "") in {DEADLOCK, SERIALIZATION_FAILURE}


def pauses() -> Iterator[None]:
    """Wait a little longer, and a little differently, before each further try."""
    for attempt in range(1, MOST_TRIES):
        time.sleep(random.uniform(0.02, 0.1) * attempt)  # noqa: S311 - no secret depends on it
        yield
