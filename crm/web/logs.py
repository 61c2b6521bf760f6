"""Logs with a request id and without a word about anybody: no names, no addresses, no query strings."""

import os
import re
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

from crm.environment import flag, text

Event = MutableMapping[str, Any]
# A link that lets somebody in is a secret, also in the log; whatever is as long as a token may be one.
SECRET_PART = re.compile(r"(/join/|/reset/key/)[^/]+")
TOKEN = re.compile(r"[A-Za-z0-9_=-]{28,}(?=[A-Za-z0-9_=-]{4})")
# It would be looked for in every request, only to be taken out again.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
PERSONAL = ("user_agent", "ip", "email", "name", "phone")
KEPT_FRAMES = 12


# Asked every few seconds by machines; only their failures are news.
ROUTINE = ("GET /healthz", "GET /readyz", "GET /metrics")


def without_routine(_logger: Any, _method: str, event: Event) -> Event:
    """One line a request, and none for a health check that was answered well."""
    is_routine = event.get("request") in ROUTINE and event.get("code") == 200
    if event.get("event") == "request_started" or is_routine:
        raise structlog.DropEvent
    return event


def without_people(_logger: Any, _method: str, event: Event) -> Event:
    """Take out what could name somebody."""
    for key in PERSONAL:
        event.pop(key, None)
    if isinstance(request := event.get("request"), str):
        event["request"] = blurred(request)
    return event


def blurred(address: str) -> str:
    """A path without what was asked; of a secret in it only the last four letters, which tell it apart."""
    return TOKEN.sub("…", SECRET_PART.sub(r"\1…", address.partition("?")[0]))


def place_of_error(_logger: Any, _method: str, event: Event) -> Event:
    """Say which error and where, but not its message: messages of errors quote what people typed."""
    problem = event.pop("exc_info", None)
    error = problem[1] if isinstance(problem, tuple) else problem
    if isinstance(error, BaseException):
        event["error"] = type(error).__qualname__
        event["place"] = frames(error.__traceback__)
    return event


def frames(trace: TracebackType | None) -> list[str]:
    """The last steps before the error, as file:line function."""
    steps = traceback.extract_tb(trace)[-KEPT_FRAMES:]
    return [f"{os.path.relpath(step.filename)}:{step.lineno} {step.name}" for step in steps]


def set_exception(_logger: Any, _method: str, event: Event) -> Event:
    """`exc_info=True` becomes the error itself, before another thread formats it."""
    import sys

    if event.get("exc_info") is True:
        event["exc_info"] = sys.exc_info()
    return event


COMMON: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    set_exception,
    without_people,
    without_routine,
]
# With DEBUG on nobody's data is at risk, and the message helps.
CAREFUL: list[Any] = [] if flag("DEBUG") else [place_of_error]
JSON: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
TEXT: list[Any] = [structlog.dev.ConsoleRenderer(colors=False, sort_keys=True)]


def _formatter(renderers: list[Any]) -> dict[str, Any]:
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *CAREFUL, *renderers],
        "foreign_pre_chain": COMMON,
    }


def logging_for(form: str, level: str) -> dict[str, Any]:
    """The LOGGING setting for "json" or "text"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": _formatter(JSON), "text": _formatter(TEXT)},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            # django_structlog writes each request once already, with its id.
            "django.request": {"level": "CRITICAL"},
            "django.server": {"level": "ERROR", "handlers": ["out"], "propagate": False},
            "django.security": {"level": "CRITICAL"},
            # It would name every letter that stands on a sheet of paper.
            "fontTools": {"level": "WARNING"},
        },
    }


LOGGING = logging_for(
    text("LOG_FORMAT", "json" if text("ENVIRONMENT", "home") == "production" else "text"),
    text("LOG_LEVEL", "INFO"),
)

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        without_routine,  # here already: what is thrown away need not be made whole first
        structlog.stdlib.PositionalArgumentsFormatter(),
        *COMMON,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)


def start_watching(dsn: str, environment: str) -> None:
    """Send errors to Sentry (or GlitchTip) when the shop wants that; never what people typed."""
    if not dsn:
        return
    import sentry_sdk

    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        before_send=without_query,
    )


def without_query(event: Any, _hint: Any) -> Any:
    """Searches hold names, addresses hold secrets: they stay in the shop."""
    request = event.get("request", {})
    if isinstance(request.get("url"), str):
        request["url"] = blurred(request["url"])
    for key in ("query_string", "cookies", "headers", "env"):
        request.pop(key, None)
    return event
