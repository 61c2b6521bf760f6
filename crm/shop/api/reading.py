"""What a program sends: strict JSON, known fields only, a version it has seen."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.request import Request

from crm.shop.api.refusal import Refused

LARGEST_PAGE, USUAL_PAGE = 100, 50
KEY = re.compile(r"[\x21-\x7e]{1,255}")
ETAG = re.compile(r'"([0-9]{1,9})"')
MOST_UNKNOWN = 20


class StrictJSON(JSONParser):
    """JSON as it is defined; nesting without an end is no JSON to us."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(_("This JSON is nested too deeply.")) from None


class AlwaysJSON(BaseContentNegotiation):
    """There is one representation, whatever is asked for."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return next(
            (each for each in parsers if (request.content_type or "").startswith(each.media_type)), None
        )

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class Body(serializers.Serializer[Any]):
    """What may be sent, field by field. A name that is not on the list is refused, not passed over."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and (unknown := data.keys() - self.fields.keys()):
            named = sorted(map(str, unknown))[:MOST_UNKNOWN]
            raise ValidationError({name: [_("This field cannot be written.")] for name in named})
        return super().to_internal_value(data)


class NoBody(Body):
    """Nothing, or an object without fields."""


def refuse_large(request: Request) -> bytes:
    """The whole body, read once; more than 1 MB is refused before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise RequestDataTooBig
    body: bytes = request.body
    return body


def idempotency_key(request: Request) -> str:
    """The key of this request, or none."""
    key = str(request.headers.get("Idempotency-Key", ""))
    if key and not KEY.fullmatch(key):
        raise Refused(400, _("An Idempotency-Key has 1 to 255 visible ASCII characters."))
    return key


def fingerprint_of(request: Request) -> str:
    """What exactly is asked: method, address and body."""
    asked = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(asked).hexdigest()


def seen_version(request: Request, current: int) -> int:
    """The version that `If-Match` names; it must be the current one.

    Raises 428 when the header is missing, 412 when somebody was faster.
    """
    header = str(request.headers.get("If-Match", "")).strip()
    if not header:
        raise Refused(428, _("Say which version you change: If-Match with the ETag you were given."))
    match = ETAG.fullmatch(header)
    if header != "*" and (match is None or int(match[1]) != current):
        raise Refused(412, _("It has changed since. Read it again, then decide."))
    return current


def refuse_changed(request: Request, current: int) -> None:
    """What is done to a row may say which version it means; then it must be the current one."""
    if request.headers.get("If-Match"):
        seen_version(request, current)


def page_size(request: Request) -> int:
    """How many rows a page has: `size`, at most 100."""
    typed = request.query_params.get("size", str(USUAL_PAGE))
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4 and 1 <= int(typed) <= LARGEST_PAGE):
        raise ValidationError({"size": [_("A number from 1 to %d.") % LARGEST_PAGE]})
    return int(typed)


def refuse_unknown_parameters(request: Request, known: frozenset[str]) -> None:
    """A misspelt filter would answer with everybody."""
    if unknown := request.query_params.keys() - known - {"after", "size"}:
        raise ValidationError({name: [_("There is no such parameter.")] for name in sorted(unknown)})
