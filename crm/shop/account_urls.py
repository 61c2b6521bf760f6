"""allauth's doors, without those this shop does not have: accounts come by invitation, with one address."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path


@login_not_required
def closed(request: HttpRequest, key: str = "") -> HttpResponse:
    """There is no such page here."""
    raise Http404


# In front of allauth's own: the same names, because its pages still ask for their addresses.
urlpatterns = [
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
    path("inactive/", closed, name="account_inactive"),
    path("password/set/", closed, name="account_set_password"),
    path("login/code/confirm/", closed, name="account_confirm_login_code"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", closed, name="account_confirm_email"),
    path("", include("allauth.urls")),
]
