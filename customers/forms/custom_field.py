"""The shop's own fields, in forms."""

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from customers import cleaning
from customers.forms.fields import CleanedField, LinesField
from customers.models import Customer, CustomField, CustomFieldKind

YES_NO = [("", "-"), ("yes", _("Yes")), ("no", _("No"))]


def form_field_for(field: CustomField) -> str:
    """The name of the input of one of the shop's own fields."""
    return f"custom_{field.key}"


def form_fields(own: list[CustomField], customer: Customer | None) -> dict[str, forms.Field]:
    """{input name: form field} with what the customer has as initial value."""
    known = customer.custom if customer else {}
    return {form_field_for(field): _form_field(field, known.get(field.key)) for field in own}


def clean_custom(field: CustomField, text: str) -> Any:
    """The typed value of an own field, in a form that JSON keeps; "" for nothing."""
    if not text.strip():
        return ""
    return CLEANINGS[CustomFieldKind(field.kind)](field, text)


def _choice(field: CustomField, text: str) -> str:
    return cleaning.clean_choice(text, {choice: choice for choice in field.choices})


CLEANINGS: dict[CustomFieldKind, Callable[[CustomField, str], Any]] = {
    CustomFieldKind.TEXT: lambda _field, text: cleaning.clean_text(text),
    CustomFieldKind.NUMBER: lambda _field, text: str(cleaning.clean_money(text)),
    CustomFieldKind.DAY: lambda _field, text: cleaning.clean_day(text).isoformat(),
    CustomFieldKind.CHOICE: _choice,
    CustomFieldKind.YES_NO: lambda _field, text: cleaning.clean_yes_no(text),
}


def _cleaned_beside(known: Any, field: CustomField, text: str) -> Any:
    """What stood there already may be said again, whatever is offered today."""
    is_known_choice = field.kind == CustomFieldKind.CHOICE and known and text == str(known)
    return known if is_known_choice else clean_custom(field, text)


def _form_field(field: CustomField, value: Any) -> forms.Field:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    shown = CleanedField(partial(_cleaned_beside, value, field), label=field.label, initial=value)
    if field.kind == CustomFieldKind.CHOICE:
        # Who chose what is not offered any more keeps it, until they choose anew.
        offered = dict.fromkeys([*field.choices, *([str(value)] if value else [])])
        shown.widget = forms.Select(choices=[("", "-"), *((choice, choice) for choice in offered)])
    elif field.kind == CustomFieldKind.YES_NO:
        shown.widget = forms.Select(choices=YES_NO)
    return shown


class CustomFieldForm(forms.Form):
    """A new question that this shop asks of every customer."""

    label = CleanedField(partial(cleaning.clean_text, longest=60), label=_("Question"), required=True)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=CustomFieldKind)
    choices = LinesField(
        partial(cleaning.clean_text, longest=60), label=_("Choices"), help_text=_("One a line.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == CustomFieldKind.CHOICE and not cleaned.get("choices"):
            self.add_error("choices", _("Please give at least one choice."))
        cleaned["choices"] = list(dict.fromkeys(cleaned.get("choices") or []))
        if problem := self._problem_of(cleaned.get("label", ""), cleaned.get("kind", "")):
            self.add_error("label", problem)
        return cleaned

    def _problem_of(self, label: str, kind: str) -> str:
        if label and not _key(label):
            return gettext("Please use some letters.")
        known = CustomField.objects.filter(key=_key(label)).first()
        if known and known.retired_at is None:
            return gettext("We ask this already.")
        if known and kind and known.kind != kind:
            before = gettext(
                "We asked this before, as another kind of answer (%s): its answers are still there."
            )
            return before % known.get_kind_display()
        return ""

    @property
    def key(self) -> str:
        return _key(self.cleaned_data["label"])


def _key(label: str) -> str:
    """A name for programs: of the letters that all of them know, or of a fingerprint of the others."""
    folded = cleaning.fold(label)
    plain = slugify(folded).replace("-", "_")[:40]
    if plain or not any(sign.isalpha() for sign in folded):
        return plain
    return f"q_{sha256(folded.encode()).hexdigest()[:12]}"


__all__ = ["CustomFieldForm", "clean_custom", "form_field_for", "form_fields"]
