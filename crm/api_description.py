"""The API as it describes itself in docs/api/openapi.yaml; never served, compared by a test."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.settings import patched_settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from crm.shop.api.reading import ETAG, KEY, LARGEST_PAGE, USUAL_PAGE
from crm.shop.api.view import ApiView, Described
from customers.api import fields
from customers.api.customer_fields import MOST_NAMES
from customers.api.purchase_fields import MOST_LINES, MOST_PURCHASES

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
OF_METHOD = {
    "GET": (400, 404),
    "POST": (400, 404, 409, 413, 422),
    "PATCH": (400, 404, 409, 412, 413, 428),
    "DELETE": (400, 404, 409, 412, 413, 428),
}
CHANGES = ("PATCH", "DELETE")  # never without the version that is meant
TEXT: dict[str, Any] = {"type": "string"}
LIST = {"type": "array", "items": {"type": "string"}, "maxItems": fields.MOST_IN_A_LIST}
PAGE_SIZE = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": USUAL_PAGE}
HEADERS: dict[str, dict[str, Any]] = {
    "Idempotency-Key": {"type": "string", "pattern": f"^{KEY.pattern}$"},
    "If-Match": {"type": "string", "pattern": f"^({ETAG.pattern}|\\*)$"},
}
# (least, most) of the lists that a request holds.
LENGTHS = {
    ("PurchaseBodyRequest", "lines"): (1, MOST_LINES),
    ("BatchBodyRequest", "purchases"): (1, MOST_PURCHASES),
    ("CustomerBodyRequest", "external_ids"): (0, MOST_NAMES),
}
SHAPES: dict[type, dict[str, Any]] = {
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
        return type(target).__module__.startswith(("customers.api", "engagement.api")) and not hasattr(
            target, "fields"
        )

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        """The nearest shape; what is required is never null or empty."""
        shape = _shape_of(self.target)
        return _demanded(shape) if self.target.required and isinstance(self.target, fields.Text) else shape


def _shape_of(field: Any) -> dict[str, Any]:
    if isinstance(field, fields.OneOf):
        return _choice(sorted(field.choices_of()))
    if isinstance(field, fields.WholeNumber):
        return {"type": ["integer", "null"], "minimum": field.least, "maximum": field.most}
    if isinstance(field, fields.Text) and field.accepts == (dict,):
        return {"type": ["object", "null"]}
    return next((shape for kind, shape in SHAPES.items() if isinstance(field, kind)), TEXT)


def _demanded(shape: dict[str, Any]) -> dict[str, Any]:
    kinds = [kind for kind in shape["type"] if kind != "null"]
    demanded = {**shape, "type": kinds if kinds[1:] else kinds[0]}
    if "enum" in shape:
        return {**demanded, "enum": [key for key in shape["enum"] if key]}
    return {**demanded, "minLength": 1}


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
        answers: dict[Any, Any] = dict.fromkeys(self.said.statuses, self.said.answers)
        if self.said.file:
            answers = {(self.said.status, self.said.file): OpenApiTypes.BINARY}
        more = (412,) if self.said.may_match else ()
        for status in sorted({*ALWAYS, *OF_METHOD[self.method], *more}):
            answers[status] = OpenApiResponse(PROBLEM, PROBLEMS[status])
        return answers

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False

    def get_override_parameters(self) -> Any:
        """Filters of a list, and the headers that make a request safe to repeat."""
        if self.said.is_list:
            names = {**self.view.parameters, "after": "`next` of the page before"}
            found = [OpenApiParameter(name, str, description=str(words)) for name, words in names.items()]
            return [*found, OpenApiParameter("size", PAGE_SIZE)]
        headers = ["Idempotency-Key"] if self.method == "POST" else []
        must = self.method in CHANGES
        if must or self.said.may_match:
            headers.append("If-Match")
        return [OpenApiParameter(name, HEADERS[name], "header", required=must) for name in headers]


def as_we_take_it(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """A body holds what is named and nothing else, and its lists have their lengths."""
    schemas = result["components"]["schemas"]
    for name, schema in schemas.items():
        if name.endswith("Request"):
            schema["additionalProperties"] = False
    for (name, field), (least, most) in LENGTHS.items():
        schemas[name]["properties"][field] |= {"minItems": least, "maxItems": most}
    return result


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
    hooks = [f"crm.api_description.{hook.__name__}" for hook in (as_we_take_it, as_pages)]
    with patched_settings({**SETTINGS, "POSTPROCESSING_HOOKS": hooks}):
        described = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        text: bytes = OpenApiYamlRenderer().render(described)  # type: ignore[no-untyped-call]
    return text.decode()
