"""Form fields that clean by the same functions as import and API."""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from customers.cleaning import NotUnderstood

MOMENT = "%Y-%m-%dT%H:%M"


class CleanedField(forms.CharField):
    """A text box whose content goes through one cleaning function."""

    def __init__(self, cleaning: Callable[[str], Any], **options: Any) -> None:
        self.cleaning = cleaning
        super().__init__(required=options.pop("required", False), strip=False, **options)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if self.required and not typed.strip():
            raise ValidationError(self.error_messages["required"], code="required")
        try:
            return self.cleaning(typed) if typed.strip() else self.empty_value
        except NotUnderstood as problem:
            raise ValidationError(problem.sentence) from problem


class LinesField(forms.CharField):
    """Several values, one a line; each is cleaned on its own and the message names the bad one."""

    def __init__(self, cleaning: Callable[[str], str], **options: Any) -> None:
        self.cleaning = cleaning
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 2}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        try:
            return [_named(self.cleaning, line) for line in lines]
        except NotUnderstood as problem:
            raise ValidationError(problem.sentence) from problem


class MomentField(forms.DateTimeField):
    """A day and an hour, picked; empty means now unless `help_text` says otherwise."""

    def __init__(self, **options: Any) -> None:
        usual = {"label": _("When"), "help_text": _("Empty means now."), "required": False}
        picker = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        formats = [MOMENT, f"{MOMENT}:%S"]
        super().__init__(**{**usual, "input_formats": formats, "widget": picker, **options})


def _named(cleaning: Callable[[str], str], line: str) -> str:
    try:
        return cleaning(line)
    except NotUnderstood as problem:
        raise NotUnderstood(f"{line.strip()[:40]}: {problem.sentence}") from problem


def new_key() -> str:
    """A key that makes a double click count once."""
    return secrets.token_urlsafe(16)


class OnceForm(forms.Form):
    """A form that creates something: it carries a key, so that sending it twice makes one."""

    once = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False, max_length=40)
