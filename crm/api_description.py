"""The API as it describes itself in docs/api/openapi.yaml; never served, compared by a test."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.settings import patched_settings
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from crm.shop.api.view import ApiView, Described
from customers.api import fields

FILE = "docs/api/openapi.yaml"
SETTINGS = {
    "TITLE": "Regulars",
    "DESCRIPTION": "What a till or a web shop can ask a shop. docs/api.md walks through it.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
    "required": ["type", "title", "status"],
}
A_PROBLEM = "#/components/schemas/Problem"
PROBLEMS = {
    400: "Something was not understood; `errors` names the fields.",
    401: "No key, or one that opens nothing.",
    403: "The key has not the scope for this.",
    404: "There is no such thing.",
    409: "It contradicts what is known, or the same request is being answered at this moment.",
    412: "It has changed since the version in `If-Match`.",
    413: "More than 1 MB, or more than 500 purchases.",
    422: "The Idempotency-Key was used for another request.",
    428: "`If-Match` is missing.",
    429: "Too many requests; `Retry-After` says how long to wait.",
    503: "Not now; `Retry-After` says when.",
}
MOST_CHOICES = 50
ALWAYS = (401, 403, 429, 503)
OF_METHOD = {"GET": (400, 404), "POST": (400, 404, 409, 413, 422), "PATCH": (400, 404, 409, 412, 413, 428)}
TEXT, LIST = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
SHAPES: dict[type, dict[str, Any]] = {
    fields.WholeNumber: {"type": ["integer", "null"]},
    fields.Amount: {"type": ["string", "number", "null"]},
    fields.Moment: {"type": ["string", "null"], "description": "ISO 8601"},
    fields.At: {"type": "string", "format": "date-time"},
    fields.YesNo: {"type": "boolean"},
    fields.Several: LIST,
    fields.Text: {"type": ["string", "null"]},
}


class OurFields(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """Fields that clean by functions say here what they take."""

    target_class = "rest_framework.fields.Field"
    match_subclasses = True
    priority = 1

    @classmethod
    def _matches(cls, target: Any) -> bool:
        return type(target).__module__.startswith("customers.api") and not hasattr(target, "fields")

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        """The nearest shape; a choice lists its keys."""
        if isinstance(self.target, fields.OneOf):
            return _choice(sorted(self.target.choices_of()))
        if isinstance(self.target, fields.Text) and self.target.accepts == (dict,):
            return {"type": ["object", "null"]}
        return next((shape for kind, shape in SHAPES.items() if isinstance(self.target, kind)), TEXT)


def _choice(keys: list[str]) -> dict[str, Any]:
    if len(keys) > MOST_CHOICES:
        return {"type": ["string", "null"], "description": f"A code such as {keys[0]} or {keys[-1]}."}
    return {"type": ["string", "null"], "enum": [*keys, "", None]}


class OurKeys(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A key is a bearer token."""

    target_class = "crm.shop.api.keys.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class Description(AutoSchema):
    """Reads what the views say of themselves (`described`, `scopes`, `parameters`)."""

    view: Any

    @property
    def said(self) -> Described:
        said: Described = self.view.described[self.method]
        return said

    def get_operation_id(self) -> str:
        name = self.view.__class__.__name__
        return f"{name[0].lower()}{name[1:]}{self.method.title()}"

    def get_tags(self) -> list[str]:
        return [self.view.__module__.rpartition(".")[2]]

    def get_description(self) -> str:  # type: ignore[override]
        said = getattr(self.view, self.method.lower()).__doc__ or self.view.__doc__ or ""
        return f"{said}\n\nScope: `{self.view.scopes[self.method]}`."

    def get_request_serializer(self) -> Any:
        return self.said.takes

    def get_response_serializers(self) -> Any:
        answers: dict[int, Any] = {self.said.status: self.said.answers}
        for status in sorted({*ALWAYS, *OF_METHOD[self.method]}):
            answers[status] = OpenApiResponse(PROBLEM, PROBLEMS[status])
        return answers

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False

    def get_override_parameters(self) -> Any:
        """Filters of a list, and the headers that make a request safe to repeat."""
        if self.said.is_list:
            names = {
                **self.view.parameters,
                "after": "`next` of the page before",
                "size": "1 to 100, usually 50",
            }
            return [OpenApiParameter(name, str, description=words) for name, words in names.items()]
        header = {"POST": "Idempotency-Key", "PATCH": "If-Match"}.get(self.method)
        return [OpenApiParameter(header, str, "header", required=header == "If-Match")] if header else []


def as_pages(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """Lists are answered in pages, and every problem has the same shape."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    for path in result["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {"application/problem+json": {"schema": {"$ref": A_PROBLEM}}}
            if any(each["name"] == "after" for each in operation.get("parameters", [])):
                content = operation["responses"]["200"]["content"]["application/json"]
                rows = {"type": "array", "items": content["schema"]}
                page = {"results": rows, "next": {"type": ["string", "null"]}}
                content["schema"] = {"type": "object", "properties": page, "required": list(page)}
    return result


def description() -> str:
    """The whole description, the same text each time."""
    ApiView.schema = Description()
    with patched_settings({**SETTINGS, "POSTPROCESSING_HOOKS": ["crm.api_description.as_pages"]}):
        described = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        text: bytes = OpenApiYamlRenderer().render(described)  # type: ignore[no-untyped-call]
    return text.decode()
