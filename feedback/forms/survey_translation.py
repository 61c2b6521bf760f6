"""What may be typed to put a survey into another language: a field for each text, under its original."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.forms.words_field import SubjectField, WordsField
from feedback.models import Survey
from feedback.survey_translation import said_in

LONGEST = {"name": 80, "intro": 300, "thanks": 300}
QUESTION = "[[survey]]"


class TranslationForm(forms.Form):
    """Each text of the draft; what is left empty is missing, and then the language is not shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, typed: Any, survey: Survey, language: str) -> None:
        super().__init__(typed, initial={"version": survey.version})
        self.keys: dict[str, str] = {}
        known = survey.translations.get(language, {})
        for number, (key, text) in enumerate(survey.texts.items()):
            name = f"text-{number}"
            self.keys[name] = key
            self.fields[name] = _field(key, text)
            self.fields[name].widget.attrs["lang"] = language
            self.fields[name].initial = known.get(key, {}).get("says", "")
            if key in known and not said_in(known, key, text):
                self.fields[name].help_text = _("The original has changed. It was: %s") % known[key]["of"]

    def clean(self) -> dict[str, Any]:
        """A mail without the question asks nothing, in whatever language."""
        typed: dict[str, Any] = super().clean() or {}
        for name, key in self.keys.items():
            if key == "mail_body" and typed.get(name) and QUESTION not in typed[name]:
                self.add_error(
                    name, ValidationError(_("The mail has to hold the question: write [[survey]] on a line."))
                )
        return typed

    def says(self) -> Mapping[str, str]:
        """{text: how it is said}, as the action takes it."""
        return {key: self.cleaned_data[name].strip() for name, key in self.keys.items()}


def _field(key: str, text: str) -> forms.CharField:
    if key == "mail_subject":
        return SubjectField(label=text, required=False)
    if key == "mail_body":
        return WordsField(label=text, rows=8, required=False)
    longest = LONGEST.get(key.partition(".")[0], 200)
    return forms.CharField(label=text, max_length=longest, required=False)
