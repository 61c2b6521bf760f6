"""Every answer carries the policy of the house, whatever went well or wrong."""

import pytest
from allauth.core.ratelimit import respond_429
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.urls import path

from crm import urls
from crm.web.policy import PAGES_WITH_THEIR_OWN_POLICY
from tests.web.walk import every_page, sign_in_a_moment_ago, view_of

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
}
PROMISES = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Pages for strangers tell nobody at all where somebody came from.
STRICTER = {"Referrer-Policy": "no-referrer"}


def breaks(*wrong: Exception):
    """A view with nothing but a problem."""

    def view(request):
        raise wrong[0]

    return view


urlpatterns = [
    *urls.urlpatterns,
    path("breaks/403/", breaks(PermissionDenied())),
    path("breaks/404/", breaks(Http404())),
    path("breaks/429/", respond_429),
    path("breaks/500/", breaks(ValueError("SELECT secret"))),
    path("breaks/503/", breaks(OperationalError("no route to the book"))),
]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500


def policy_of(view: str) -> set[str]:
    """What the header says for this view: the house's policy, or its own one from the list."""
    own = PAGES_WITH_THEIR_OWN_POLICY.get(view)
    return {" ".join([name, *words]) for name, words in own.items()} if own else POLICY


def missing(answer, view: str = "") -> list[str]:
    """Which promises an answer breaks."""
    policy, promised = set(answer.headers.get("Content-Security-Policy", "").split("; ")), policy_of(view)
    broken = [f"policy: {sorted(policy ^ promised)}"] if policy != promised else []
    return broken + [
        name
        for name, value in PROMISES.items()
        if answer.headers.get(name) not in {value, STRICTER.get(name, value)}
    ]


def test_every_page_keeps_its_promises(client, olga, anna):
    owner = sign_in_a_moment_ago(client, olga)

    broken = {
        address: words
        for address, answer in every_page(owner, "/", f"/customers/{anna.pk}/")
        if (words := missing(answer, view_of(address)))
    }

    assert broken == {}


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics", "/.well-known/security.txt", "/"])
def test_every_answer_to_a_stranger_keeps_its_promises(client, shop, address):
    assert missing(client.get(address)) == []


@pytest.mark.urls("tests.web.test_headers")
@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_every_error_keeps_its_promises(client, olga, status, headers):
    client.force_login(olga)
    client.raise_request_exception = False

    answer = client.get(f"/breaks/{status}/", headers=headers)

    assert answer.status_code == status
    assert missing(answer) == []
    assert b"secret" not in answer.content


@pytest.mark.parametrize(("address", "host"), [("/?q=%00", "testserver"), ("/", "evil.example")])
def test_a_refused_address_keeps_its_promises(client, shop, address, host):
    answer = client.get(address, headers={"Host": host})

    assert answer.status_code == 400
    assert missing(answer) == []


def test_a_form_from_elsewhere_is_refused_politely(client, olga):
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(olga)

    answer = strict.post("/theme/", {"theme": "dark"})

    assert answer.status_code == 403
    assert missing(answer) == []
    assert "load the page again" in answer.content.decode()


def test_no_header_names_a_version(client, shop):
    answer = client.get("/account/login/")

    assert {"Server", "X-Powered-By"} & set(answer.headers) == set()


def test_signing_out_leaves_nothing_behind(client, olga):
    client.force_login(olga)

    answer = client.post("/account/logout/")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_an_ended_session_takes_the_whole_page_to_the_sign_in(client, anna):
    answer = client.get(f"/customers/{anna.pk}/", headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/account/login/?next=")
