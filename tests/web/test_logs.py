"""Logs name no people."""

import io
import json
import logging

import pytest
import structlog
from django.urls import path

from crm.web import logs


def written(caplog_handler_formatter, record):
    return json.loads(caplog_handler_formatter.format(record))


@pytest.fixture
def formatter():
    words = logs.logging_for("json", "INFO")["formatters"]["json"]
    return structlog.stdlib.ProcessorFormatter(
        processors=words["processors"], foreign_pre_chain=words["foreign_pre_chain"]
    )


def record(message):
    return logging.LogRecord("test", logging.INFO, __file__, 1, message, (), None)


def test_log_lines_hold_the_request_without_its_query():
    event = logs.without_people(
        None, "", {"request": "GET /customers/?q=anna", "ip": "1.2.3.4", "user_agent": "x"}
    )

    assert event == {"request": "GET /customers/"}


def test_log_lines_say_where_but_not_what_an_error_said():
    try:
        raise ValueError("anna@example.org")
    except ValueError as error:
        event = logs.place_of_error(None, "", {"exc_info": (type(error), error, error.__traceback__)})

    assert event["error"] == "ValueError"
    assert event["place"][-1].endswith("test_log_lines_say_where_but_not_what_an_error_said")
    assert "anna" not in str(event)


def broken(request, key):
    raise ValueError(f"the canary {key} in a message")


urlpatterns = [path("join/<str:key>/", broken)]
handler500 = "crm.web.views.server_error"


@pytest.fixture
def lines(formatter):
    """What the log holds, as it is written."""
    written_down = io.StringIO()
    handler = logging.StreamHandler(written_down)
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    yield lambda: written_down.getvalue().splitlines()
    logging.getLogger().removeHandler(handler)


def test_no_line_holds_a_link_that_lets_somebody_in(client, settings, lines):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["crm.web.middleware.RequestLog"]
    client.raise_request_exception = False

    answer = client.get("/join/canary-that-lets-somebody-in/?q=canary")

    assert answer.status_code == 500
    told = [json.loads(line) for line in lines()]
    assert [line["request"] for line in told if line.get("error") == "ValueError"] == ["GET /join/…/"]
    assert [line for line in lines() if "canary" in line] == []


def test_exc_info_becomes_the_error_itself():
    try:
        raise KeyError("x")
    except KeyError:
        event = logs.set_exception(None, "", {"exc_info": True})

    assert event["exc_info"][0] is KeyError


def test_json_lines_carry_the_request_id(formatter):
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        line = written(formatter, record("hello"))

    assert (line["event"], line["request_id"], line["level"]) == ("hello", "abc", "info")


def test_watching_stays_off_without_an_address(monkeypatch):
    monkeypatch.setattr("sentry_sdk.init", lambda **_words: pytest.fail("must stay off"))

    logs.start_watching("", "test")


def test_watching_sends_no_personal_words(monkeypatch):
    seen = {}
    monkeypatch.setattr("sentry_sdk.init", lambda **words: seen.update(words))

    logs.start_watching("https://key@errors.example/1", "production")

    assert seen["send_default_pii"] is False
    assert seen["include_local_variables"] is False
    event = {
        "request": {"url": "https://shop/", "query_string": "q=anna", "headers": {}, "cookies": {}, "env": {}}
    }
    assert seen["before_send"](event, {}) == {"request": {"url": "https://shop/"}}


@pytest.mark.parametrize(
    "event",
    [{"event": "request_started"}, {"event": "request_finished", "request": "GET /healthz", "code": 200}],
)
def test_routine_is_not_worth_a_line(event):
    with pytest.raises(structlog.DropEvent):
        logs.without_routine(None, "", event)


def test_a_failing_health_check_is():
    event = {"event": "request_finished", "request": "GET /healthz", "code": 503}

    assert logs.without_routine(None, "", event) == event


SECRET = "q9-Zb_" + "x" * 33 + "L4st"


@pytest.mark.parametrize("path", ["/u/{}/", "/card/{}/", "/u/{}", "/attend/{}/?topic=news"])
def test_log_lines_show_the_last_four_letters_of_a_secret_address(path):
    event = logs.without_people(None, "", {"request": f"GET {path.format(SECRET)}"})

    assert event["request"] == f"GET {path.partition('?')[0].format('…L4st')}"


def test_reports_of_errors_show_no_secret_address():
    event = {"request": {"url": f"https://shop.example/u/{SECRET}/?q=anna", "cookies": {"a": "b"}}}

    assert logs.without_query(event, None) == {"request": {"url": "https://shop.example/u/…L4st/"}}


def test_log_lines_keep_plain_addresses():
    plain = "GET /account/password/reset/key/done/confirm-login-code/"

    assert logs.without_people(None, "", {"request": plain})["request"] == plain.replace("/done", "/…")
