"""The old address of a record that was put together with another one leads to the one that was kept."""

import re
from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from customers.models import Merge

Answer = Callable[[HttpRequest], HttpResponse]
ADDRESS = re.compile(r"^(?P<before>/(?:api/v1/)?customers/)(?P<number>[0-9]{1,18})(?P<behind>/.*)$")


def lead_to_the_kept(answer: Answer) -> Answer:
    """Whoever asks for the one that is gone is sent on, with all that they sent: it is the same person."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        return (_sent_on(request) or response) if response.status_code == 404 else response

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        # They became one while this was being written: nothing of it was, so that it can be sent again.
        return _sent_on(request) if isinstance(error, ObjectDoesNotExist | IntegrityError) else None

    # Django looks for it on whatever a middleware factory returns.
    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def _sent_on(request: HttpRequest) -> HttpResponse | None:
    """307: the same again, there; and not for ever, since a merge can be undone."""
    match = ADDRESS.match(request.path_info)
    if match is None or not request.user.is_authenticated:
        return None
    gone = Merge.objects.standing().filter(gone_number=match["number"])
    kept = gone.values_list("kept", flat=True).first()
    if kept is None:
        return None
    query = request.META.get("QUERY_STRING", "")
    address = f"{match['before']}{kept}{match['behind']}" + (f"?{query}" if query else "")
    return HttpResponseRedirect(address, preserve_request=True)
