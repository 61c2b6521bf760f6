"""What happens around every answer."""

import psycopg
import pytest
from django.core.exceptions import BadRequest
from django.db import InternalError, OperationalError, ProgrammingError
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from crm.web import middleware

PROXY = "10.0.0.7"


def address_seen(settings, peer, forwarded="", proxies=("10.0.0.0/24",)):
    settings.TRUSTED_PROXIES = list(proxies)
    seen = {}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    middleware.client_address(lambda asked: seen.update(asked.META) or HttpResponse())(request)
    assert "HTTP_X_FORWARDED_FOR" not in seen
    return seen["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("198.51.100.9", "1.2.3.4", "198.51.100.9"),  # sent straight to us: nobody vouches for it
        (PROXY, "203.0.113.5", "203.0.113.5"),
        (PROXY, "1.2.3.4, 203.0.113.5", "203.0.113.5"),  # the left part is the visitor's own claim
        (PROXY, "203.0.113.5, 10.0.0.8", "203.0.113.5"),  # a chain of our own proxies
        (PROXY, "2001:db8::1", "2001:db8::1"),
        (PROXY, "1.2.3.4, <script>", PROXY),
        (PROXY, "", PROXY),
        ("", "1.2.3.4", ""),  # a unix socket has no peer
    ],
)
def test_client_address_believes_only_our_proxies(settings, peer, forwarded, expected):
    assert address_seen(settings, peer, forwarded) == expected


def test_client_address_believes_nobody_without_proxies(settings):
    assert address_seen(settings, PROXY, "1.2.3.4", proxies=()) == PROXY


def answer_to(request):
    return middleware.refuse_control_characters(lambda _request: HttpResponse("fine"))(request)


@pytest.mark.parametrize("address", ["/?q=%00", "/?q=a%1fb", "/?q=%0B", "/%00", "/?q=%7F"])
def test_refuse_control_characters_in_the_address(address):
    with pytest.raises(BadRequest):
        answer_to(RequestFactory().get(address))


@pytest.mark.parametrize("address", ["/?q=Zo%C3%AB", "/?q=a%0D%0Ab", "/?q=%09", "/?q=%2500"])
def test_refuse_control_characters_lets_people_write(address):
    assert answer_to(RequestFactory().get(address)).content == b"fine"


def test_refuse_control_characters_in_a_form():
    with pytest.raises(BadRequest):
        answer_to(RequestFactory().post("/", "name=a%00b", content_type="application/x-www-form-urlencoded"))


def test_refuse_control_characters_leaves_uploads_to_their_view():
    request = RequestFactory().post("/", {"name": "a\0b"})

    assert answer_to(request).content == b"fine"


def test_private_pages_stay_in_no_memory():
    response = middleware.private_pages(lambda _request: HttpResponse())(RequestFactory().get("/"))

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Vary"] == "HX-Request"


def caused_by(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("the connection is closed"),
        caused_by(OperationalError(), psycopg.errors.QueryCanceled()),
        caused_by(InternalError(), psycopg.errors.IdleInTransactionSessionTimeout()),
        caused_by(InternalError(), psycopg.errors.ReadOnlySqlTransaction()),
    ],
)
def test_unavailable_says_in_a_moment(error):
    house = middleware.unavailable(lambda _request: HttpResponse())

    response = house.process_exception(RequestFactory().get("/"), error)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert b"try again" in response.content


@pytest.mark.parametrize(
    "error", [ValueError(), caused_by(ProgrammingError(), psycopg.errors.UndefinedTable())]
)
def test_unavailable_leaves_our_own_mistakes_alone(error):
    house = middleware.unavailable(lambda _request: HttpResponse())

    assert house.process_exception(RequestFactory().get("/"), error) is None


def unavailable_page(request):
    house = middleware.unavailable(lambda _request: HttpResponse())
    return house.process_exception(request, OperationalError()).content.decode()


def test_unavailable_keeps_what_was_typed():
    page = unavailable_page(RequestFactory().post("/customers/new/", {"given_name": 'Anna "A"'}))

    assert '<form method="post" action="/customers/new/">' in page
    assert '<input type="hidden" name="given_name" value="Anna &quot;A&quot;">' in page


def test_unavailable_shows_no_password_again():
    page = unavailable_page(
        RequestFactory().post("/account/login/", {"login": "a@b.example", "password": "pssst"})
    )

    assert "pssst" not in page


def test_unavailable_puts_a_policy_on_answers_that_have_none():
    response = middleware.unavailable(lambda _request: HttpResponse())(RequestFactory().get("/"))

    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_sign_in_again_takes_the_whole_page_along():
    ask = RequestFactory().get("/", headers={"HX-Request": "true"})

    response = middleware.sign_in_again(lambda _request: HttpResponseRedirect("/account/login/?next=/x"))(ask)

    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/account/login/?next=/x")


def test_sign_in_again_leaves_other_redirects_alone():
    ask = RequestFactory().get("/", headers={"HX-Request": "true"})

    response = middleware.sign_in_again(lambda _request: HttpResponseRedirect("/customers/"))(ask)

    assert response.status_code == 302


def test_client_address_of_a_chain_of_our_own_is_the_nearest(settings):
    assert address_seen(settings, PROXY, "10.0.0.9, 10.0.0.8") == PROXY


def no_pages():
    """A site of which no page is built yet."""


no_pages.urlpatterns = []


def test_sign_in_again_follows_a_redirect_where_there_is_no_sign_in_page(settings):
    settings.ROOT_URLCONF = no_pages
    request = RequestFactory().get("/", HTTP_HX_REQUEST="true")

    answer = middleware.sign_in_again(lambda _request: HttpResponseRedirect("/elsewhere/"))(request)

    assert answer.status_code == 302


def test_the_address_of_an_answer_says_why_it_shows_nothing(as_staff):
    response = as_staff.get("/theme/")

    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "only a form can be sent" in response.text
    assert as_staff.get("/theme/", headers={"HX-Request": "true"}).headers["HX-Retarget"] == "#notices"


def test_what_refuses_in_its_own_words_keeps_them():
    refused = HttpResponse("Not so.", status=405)

    assert middleware.say_what_is_refused(lambda _request: refused)(RequestFactory().get("/")) is refused
