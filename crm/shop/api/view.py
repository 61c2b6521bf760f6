"""One address of the API."""

import threading
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ClassVar, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from crm.shop.actions.audit import program_of_request
from crm.shop.actions.idempotency import Answered, Asked, answer_once
from crm.shop.api.reading import (
    fingerprint_of,
    idempotency_key,
    page_size,
    refuse_large,
    refuse_unknown_parameters,
)
from crm.shop.models import ApiToken, Scope, ShopSettings
from crm.web.paging import NotACursor, keyset_page

LONGEST_SOURCE = 40
P = ParamSpec("P")
Row = TypeVar("Row", bound=Model)


_SERIALIZERS = threading.local()


def kept(kind: type[Serializer[Any]]) -> Serializer[Any]:
    """The serializer of this thread: making its fields anew takes longer than a sale."""
    made: dict[Any, Serializer[Any]] = _SERIALIZERS.__dict__
    if kind not in made:
        made[kind] = kind()
    return made[kind]


def show(kind: type[Serializer[Any]], row: Any) -> Any:
    """A row as programs read it."""
    return kept(kind).to_representation(row)


class Answer(NamedTuple):
    """What a request made: a status, what it is, and headers."""

    status: int
    content: Any
    headers: Mapping[str, str] = {}


class Described(NamedTuple):
    """What a method takes, and what it answers when all is well."""

    answers: type[Serializer[Any]] | None
    takes: type[Serializer[Any]] | None = None
    status: int = 200
    is_list: bool = False
    also: tuple[int, ...] = ()
    may_match: bool = False  # a POST that takes `If-Match`, and does without
    file: str = ""  # the kind of a file that is the answer

    @property
    def statuses(self) -> tuple[int, ...]:
        """Every status of an answer when all is well."""
        return (self.status, *self.also)


class ApiView(APIView):
    """One address. `scopes` says which key opens which method; what is not named there stays shut."""

    http_method_names = ["get", "head", "post", "patch", "delete"]  # noqa: RUF012 - as Django declares it
    scopes: ClassVar[Mapping[str, Scope]] = {}
    # What the description of the API says of each method.
    described: ClassVar[Mapping[str, Described]] = {}
    # {name: what it narrows a list to}
    parameters: ClassVar[Mapping[str, str | Promise]] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever asks is forgotten afterwards: the next request on this thread is somebody else's."""
        nobody = program_of_request.set(None)
        try:
            return super().dispatch(request, *args, **kwargs)
        finally:
            program_of_request.reset(nobody)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_large(request)

    @property
    def token(self) -> ApiToken:
        """The key that was shown."""
        token = self.request.auth
        assert isinstance(token, ApiToken)  # noqa: S101 - KeyOpens has seen to it
        return token

    @property
    def source(self) -> str:
        """Where things come from when the program does not say: the name of its key."""
        return self.token.name[:LONGEST_SOURCE]

    @property
    def shop(self) -> ShopSettings:
        shop: ShopSettings = self.request.shop  # type: ignore[attr-defined]
        return shop

    def read(self, body: type[Serializer[Any]], *, partial: bool = False) -> dict[str, Any]:
        """What was sent, cleaned; 400 with every mistake named."""
        cleaned: dict[str, Any] = self.reader(body, partial=partial).run_validation(self.request.data)
        return cleaned

    def reader(self, body: type[Serializer[Any]], *, partial: bool = False) -> Serializer[Any]:
        """What cleans a body; its fields were made once for this thread."""
        reader = kept(body)
        reader.partial, reader._context = partial, {"shop": self.shop}
        return reader

    def asked(self, narrowing: type[Serializer[Any]]) -> dict[str, Any]:
        """What a list is narrowed by, cleaned; 400 for a parameter or a value that nobody understands."""
        refuse_unknown_parameters(self.request, frozenset(self.parameters))
        named = self.request.query_params.items()
        asked = {name: str(value) for name, value in named if value and name in self.parameters}
        cleaned: dict[str, Any] = self.reader(narrowing).run_validation(asked)
        return cleaned

    def page(self, rows: QuerySet[Row], shown: type[Serializer[Any]], *, order: tuple[str, ...]) -> Response:
        """A page of rows, and the cursor of the next one (null at the end)."""
        after, size = self.request.query_params.get("after"), page_size(self.request)
        try:
            found = keyset_page(rows, order=order, after=after, size=size, is_strict=True)
        except NotACursor:
            # Given the first page again, a program would go round for ever.
            raise ValidationError({"after": [_("This is no “next” of a page of this list.")]}) from None
        content = [show(shown, row) for row in found.rows]
        return Response({"results": content, "next": found.next_cursor or None})


View = Callable[Concatenate[Any, Request, P], Answer]


def answered_once(method: View[P]) -> Callable[Concatenate[Any, Request, P], HttpResponse]:
    """A POST that is whole or not at all; with an Idempotency-Key it is done once, however often it comes."""

    @wraps(method)
    def once(view: Any, request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        asked = Asked(view.token, idempotency_key(request), fingerprint_of(request))

        def act() -> Answered:
            status, content, headers = method(view, request, *args, **kwargs)
            return Answered(status, JSONRenderer().render(content).decode(), headers)

        return _told(answer_once(asked, act))

    once.is_answered_once = True  # type: ignore[attr-defined] # a test looks for it
    return cast("Callable[Concatenate[Any, Request, P], HttpResponse]", once)


def _told(answered: Answered) -> HttpResponse:
    headers = dict(answered.headers)
    if answered.is_replay:
        headers["Idempotent-Replayed"] = "true"
    return HttpResponse(
        answered.body, status=answered.status, content_type="application/json", headers=headers
    )


def etag(version: int) -> dict[str, str]:
    """The header that `If-Match` gives back."""
    return {"ETag": f'"{version}"'}
