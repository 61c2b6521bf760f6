"""The answer to somebody who tried too often."""

from django.http import HttpRequest, HttpResponse

from crm.web.errors import error_answer


def please_wait(request: HttpRequest, seconds: int) -> HttpResponse:
    """429 with the time after which it is worth trying again."""
    response = error_answer(request, status=429, minutes=-(-seconds // 60))
    response.headers["Retry-After"] = str(seconds)
    return response
