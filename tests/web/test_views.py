"""What the house says about itself, and when something goes wrong."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import OperationalError
from django.test import RequestFactory

from crm.web import readiness, views

PART = {"HX-Request": "true"}


def ask(**headers):
    return RequestFactory().get("/somewhere/", headers=headers)


def test_healthz_needs_nothing():
    assert views.healthz(ask()).content == b"ok\n"


@pytest.mark.django_db
def test_readyz_says_only_ok(monkeypatch):
    monkeypatch.setattr(readiness, "_QUESTIONS", {"database": readiness.database_answers})

    response = views.readyz(ask())

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_knows_the_migrations():
    assert readiness.tables_are_current()


def out_of_reach():
    raise OperationalError("secret-host refused")


@pytest.mark.parametrize("question", [lambda: False, out_of_reach])
def test_readyz_says_only_not_ok(monkeypatch, question):
    monkeypatch.setattr(readiness, "_QUESTIONS", {"clock": question})

    response = views.readyz(ask())

    assert (response.status_code, response.content) == (503, b"not ok\n")


def test_ready_when_adds_a_question(monkeypatch):
    monkeypatch.setattr(readiness, "_QUESTIONS", {})

    readiness.ready_when("tea")(lambda: False)

    assert readiness.what_is_missing() == "tea"


@pytest.mark.parametrize("token", ["", "Bearer ", "Bearer wrong", "Basic right"])
def test_metrics_are_not_there_without_the_token(client, settings, token):
    settings.METRICS_TOKEN = "right"

    with pytest.raises(views.Http404):
        views.metrics(ask(Authorization=token))


def test_metrics_are_not_there_when_nobody_set_a_token(settings):
    settings.METRICS_TOKEN = ""

    with pytest.raises(views.Http404):
        views.metrics(ask(Authorization="Bearer "))


def test_metrics_answer_to_the_token(settings):
    settings.METRICS_TOKEN = "right"

    assert b"python_info" in views.metrics(ask(Authorization="Bearer right")).content


def test_metrics_gather_all_processes(settings, monkeypatch, tmp_path):
    settings.METRICS_TOKEN = "right"
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))

    assert views.metrics(ask(Authorization="Bearer right")).status_code == 200


def test_security_txt_has_a_contact_and_runs_out_within_a_year(settings):
    settings.DEFAULT_FROM_EMAIL = "The Shop <shop@example.org>"

    lines = dict(line.split(": ", 1) for line in views.security_txt(ask()).content.decode().splitlines())

    left = datetime.fromisoformat(lines["Expires"]) - datetime.now(UTC)
    assert lines["Contact"] == "mailto:shop@example.org"
    assert timedelta(days=60) < left < timedelta(days=365)


def test_security_txt_names_whom_the_shop_has_chosen(settings):
    settings.SECURITY_CONTACT = "help@example.org"

    assert b"Contact: mailto:help@example.org\n" in views.security_txt(ask()).content


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (400, lambda request: views.bad_request(request, Exception())),
        (403, lambda request: views.forbidden(request, Exception())),
        (403, views.csrf_failure),
        (404, lambda request: views.not_found(request, Exception())),
        (500, views.server_error),
    ],
)
def test_errors_are_pages_and_for_htmx_notices(status, answer):
    page, part = answer(ask()), answer(ask(**PART))

    assert (page.status_code, part.status_code) == (status, status)
    assert b"<h1>" in page.content
    assert part.content.strip().startswith(b'<div class="notice notice-error" role="alert">')
    assert part.headers["HX-Retarget"] == "#notices"
    assert part.headers["HX-Reswap"] == "beforeend"


def test_server_error_tells_nothing_but_a_number():
    try:
        raise ValueError("SELECT secret FROM /srv/regulars")
    except ValueError:
        page = views.server_error(ask()).content.decode()

    assert "SELECT" not in page
    assert "/srv" not in page
    assert "<code>" in page


def test_server_error_is_503_when_the_book_is_away():
    try:
        raise OperationalError from psycopg.OperationalError("connection refused")
    except OperationalError:
        response = views.server_error(ask())

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def switch(theme, referer="http://testserver/customers/"):
    request = RequestFactory().post("/theme/", {"theme": theme}, headers={"Referer": referer})
    return views.theme(request)


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_theme_is_kept_and_leads_back(theme):
    response = switch(theme)

    assert response.cookies["theme"].value == theme
    assert response.headers["Location"] == "http://testserver/customers/"


def test_theme_takes_only_known_colours():
    assert "theme" not in switch("<script>").cookies


@pytest.mark.parametrize(
    "referer", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_theme_leads_nowhere_else(referer):
    assert switch("dark", referer).headers["Location"] == "/"


def test_theme_changes_only_by_post():
    assert views.theme(ask()).status_code == 405
