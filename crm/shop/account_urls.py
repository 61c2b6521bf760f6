"""allauth's doors, without those this shop does not have: accounts come by invitation, with one address."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path


@login_not_required
def closed(request: HttpRequest) -> HttpResponse:
    """There is no such page here."""
    raise Http404


urlpatterns = [
    path("signup/", closed),
    path("email/", closed),
    path("inactive/", closed),
    path("password/set/", closed),
    path("login/code/confirm/", closed),
    re_path(r"^confirm-email/", closed),
    path("", include("allauth.urls")),
]
