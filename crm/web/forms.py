"""How a form looks: Tabler's classes, and each hint and mistake tied to its field."""

from pathlib import Path
from typing import Any

import django.forms
from django.conf import settings
from django.forms import BoundField, Widget
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    HiddenInput,
    MultipleHiddenInput,
    RadioSelect,
    Select,
)
from django.utils.functional import cached_property

TICKED = (CheckboxInput, CheckboxSelectMultiple, RadioSelect)
INVISIBLE = (HiddenInput, MultipleHiddenInput)


def look_of(widget: Widget) -> str:
    """The class that gives a widget its look."""
    if isinstance(widget, INVISIBLE):
        return ""
    if isinstance(widget, TICKED):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"


class Field(BoundField):
    """A form field that knows its look."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = dict(super().build_widget_attrs(attrs, widget))
        words = [widget.attrs.get("class", ""), attrs.get("class", ""), look_of(widget)]
        if self.errors:
            words.append("is-invalid")
        classes = " ".join(dict.fromkeys(" ".join(words).split()))
        return attrs | {"class": classes} if classes else attrs

    @property
    def is_tick(self) -> bool:
        """One box to tick: its label stands behind it."""
        return isinstance(self.field.widget, CheckboxInput)


class Renderer(DjangoTemplates):
    """Django's form templates with ours in front of them."""

    bound_field_class = Field
    field_template_name = "django/forms/field.html"

    @cached_property
    def engine(self) -> Any:
        ours = Path(settings.BASE_DIR) / "templates"
        theirs = Path(django.forms.__file__).parent / "templates"
        return self.backend(
            {"APP_DIRS": False, "DIRS": [ours, theirs], "NAME": "forms_of_the_house", "OPTIONS": {}}
        )
