"""The page, or only the part htmx asks for."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory, override_settings
from django_htmx.middleware import HtmxMiddleware

from crm.web.answers import form_again, fragment_or_redirect, page_or_fragment

TEMPLATE = "tests/page.html"
SOURCE = "{% load partials %}whole:{% partialdef row inline %}[{{ word }}]{% endpartialdef %}"


@pytest.fixture(autouse=True)
def page_of_the_test(settings):
    loaders = [
        (
            "template_partials.loader.Loader",
            [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        ("django.template.loaders.locmem.Loader", {TEMPLATE: SOURCE}),
                        "django.template.loaders.filesystem.Loader",
                    ],
                ),
            ],
        ),
    ]
    with override_settings(
        TEMPLATES=[{**settings.TEMPLATES[0], "APP_DIRS": False, "OPTIONS": {"loaders": loaders}}]
    ):
        yield
    engines._engines = {}


def ask(**headers):
    request = RequestFactory().get("/", headers=headers)
    request.session = {}
    request._messages = FallbackStorage(request)
    HtmxMiddleware(lambda _request: HttpResponse())(request)
    return request


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HX-Request": "true", "HX-Boosted": "true"},
        {"HX-Request": "true", "HX-History-Restore-Request": "true"},
    ],
)
def test_page_or_fragment_gives_the_page_to_whoever_needs_one(headers):
    response = page_or_fragment(ask(**headers), TEMPLATE, {"word": "anna"}, fragment="row")

    assert response.content == b"whole:[anna]"
    assert response.headers["Vary"] == "HX-Request"


def test_page_or_fragment_gives_htmx_the_part():
    response = page_or_fragment(ask(**{"HX-Request": "true"}), TEMPLATE, {"word": "anna"}, fragment="row")

    assert response.content == b"[anna]"


def test_page_or_fragment_carries_messages_along():
    request = ask(**{"HX-Request": "true"})
    messages.success(request, "Anna was saved <b>.")

    response = page_or_fragment(request, TEMPLATE, {"word": "anna"}, fragment="row")

    assert b'hx-swap-oob="beforeend:#notices"' in response.content
    assert b"Anna was saved &lt;b&gt;." in response.content


def test_fragment_or_redirect_sends_everybody_else_to_a_page():
    response = fragment_or_redirect(ask(), TEMPLATE, {}, fragment="row", to="healthz")

    assert (response.status_code, response.headers["Location"]) == (302, "/healthz")


def test_fragment_or_redirect_gives_htmx_the_part():
    request = ask(**{"HX-Request": "true"})

    response = fragment_or_redirect(request, TEMPLATE, {"word": "done"}, fragment="row", to="healthz")

    assert response.content == b"[done]"


def test_form_again_answers_422():
    response = form_again(ask(**{"HX-Request": "true"}), TEMPLATE, {"word": "?"}, fragment="row")

    assert (response.status_code, response.content) == (422, b"[?]")
