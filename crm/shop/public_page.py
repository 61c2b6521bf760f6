"""Pages for whoever holds a secret link: no account, no cookie needed, and the link leaks nowhere.

    @public_page(never_blocked=("POST",))
    def preference_centre(request, token): ...

How often one address may knock is counted in memory: looking at a page writes nothing, and a process that
has just started, or has met too many addresses, lets everybody in.
"""

import threading
import time
from collections.abc import Callable, Collection
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from crm.shop.actions.audit import without_address
from crm.shop.actions.sign_in import neighbourhood
from crm.shop.waiting import please_wait

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
# A whole office behind one address can still answer.
A_MINUTE, MOST_A_MINUTE = 60, 120
MOST_ADDRESSES = 10_000


class Knocks:
    """How often each address knocked in the current minute of its own."""

    def __init__(self, most: int = MOST_A_MINUTE) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[float, int]] = {}

    def seconds_to_wait(self, address: str) -> int:
        """Count one knock; 0 when it may come in."""
        now = time.monotonic()
        with self._lock:
            since, count = self._seen.get(address, (now, 0))
            if now - since >= A_MINUTE:
                since, count = now, 0
            if address not in self._seen and len(self._seen) >= MOST_ADDRESSES:
                self._seen.clear()
            self._seen[address] = since, count + 1
        return 0 if count < self._most else max(1, int(since + A_MINUTE - now))

    def forget(self) -> None:
        """For tests: everybody is new."""
        with self._lock:
            self._seen.clear()


KNOCKS = Knocks()


def public_page(*, never_blocked: Collection[str] = ()) -> Callable[[View[P]], View[P]]:
    """Open to everybody; methods that are `never_blocked` are not counted either."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            wait = 0 if request.method in never_blocked else _wait(request)
            # The history cannot be erased: where customers come from must not get in.
            with without_address():
                response = please_wait(request, wait) if wait else view(request, *args, **kwargs)
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return login_not_required(csrf_exempt(wrapped))  # type: ignore[return-value]

    return wrap


def is_colleague(request: HttpRequest) -> bool:
    """Does somebody who works here look at a customer's page? Then nothing they press is the customer's word.

    Who comes without a session, as customers do, is not asked for: it would cost a look into the book.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def _wait(request: HttpRequest) -> int:
    return KNOCKS.seconds_to_wait(neighbourhood(request.META.get("REMOTE_ADDR", "")))
