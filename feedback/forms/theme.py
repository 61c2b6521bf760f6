"""A theme as a form, and the form by which a text is sorted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from customers import cleaning
from customers.forms.fields import CleanedField, OnceForm
from feedback.actions.theme import ThemeWords
from feedback.models import Feeling, Theme
from feedback.theme_words import Suggestion

NOT_ABOUT = ""


class ThemeForm(OnceForm):
    """What it is called, what it belongs to, and by which words it is suggested."""

    name = CleanedField(cleaning.clean_text, label=gettext_lazy("Name"), max_length=60, required=True)
    above = forms.ModelChoiceField(
        label=gettext_lazy("Belongs to"),
        queryset=Theme.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nothing: it stands on top"),
    )
    words = forms.CharField(
        label=gettext_lazy("Words that suggest it"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "One a line. “wait*” finds waited and waiting. A + or - at the end: it is praise, or blame."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tops = Theme.objects.in_use().filter(above=None)
        self.fields["above"].queryset = tops  # type: ignore[attr-defined]

    def told(self) -> ThemeWords:
        """The answers as the action takes them."""
        return ThemeWords(*(self.cleaned_data[name] for name in ("name", "above", "words")))


class SortForm(forms.Form):
    """Which themes a text is about, and how it speaks of each: what was suggested stands in it already."""

    about = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(
        self, *args: Any, themes: Sequence[Theme], suggested: Mapping[int, Suggestion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.themes, self.suggested = {theme.pk: theme for theme in themes}, suggested
        self.fields["wants_to_hear"] = forms.BooleanField(
            label=gettext_lazy("They asked to hear what we do about it"), required=False
        )
        choices = [(NOT_ABOUT, gettext_lazy("Not about this")), *Feeling.choices]
        for theme in themes:
            self.fields[_name(theme.pk)] = forms.ChoiceField(
                label=theme.name, choices=choices, required=False, initial=NOT_ABOUT
            )
        for pk in self.suggested:
            self.initial.setdefault(_name(pk), self.suggested[pk].sentiment)

    @property
    def likely(self) -> list[tuple[Any, str]]:
        """The suggested ones, each with the words that say so."""
        return [(self[_name(pk)], ", ".join(each.because)) for pk, each in self.suggested.items()]

    @property
    def others(self) -> list[Any]:
        return [self[_name(pk)] for pk in self.themes if pk not in self.suggested]

    def feelings(self) -> dict[Theme, int]:
        """The themes that were chosen."""
        chosen = {pk: self.cleaned_data[_name(pk)] for pk in self.themes}
        return {self.themes[pk]: int(value) for pk, value in chosen.items() if value != NOT_ABOUT}


def _name(pk: int) -> str:
    return f"theme-{pk}"
