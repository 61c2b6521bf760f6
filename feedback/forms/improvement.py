"""An improvement as a form, its moves, and an idea."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import User
from customers import cleaning
from customers.forms.fields import CleanedField, OnceForm
from feedback.actions.improvement import Change
from feedback.models import Effort, ImprovementState, Theme
from feedback.watched import choices

LONGEST = 4_000
NAMES = ("title", "problem", "owner", "effort", "baseline_from", "baseline_until", "public_words", "watched")


def _day(label: Any, **more: Any) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=picker, **more)


class DecisionForm(OnceForm):
    """The one decision of a huddle: what, and who."""

    title = CleanedField(
        cleaning.clean_text, label=gettext_lazy("What do we change?"), max_length=120, required=True
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who sees to it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.active().order_by("name")  # type: ignore[attr-defined]


class ImprovementForm(DecisionForm):
    """What we change, who sees to it, and with which weeks it will be compared."""

    problem = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("What is wrong today?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    effort = forms.TypedChoiceField(
        label=gettext_lazy("How much work"), choices=Effort, coerce=int, initial=Effort.SMALL
    )
    watched = forms.ChoiceField(
        label=gettext_lazy("What shall change"),
        required=False,
        help_text=gettext_lazy("Choose it before it is so. Empty: the theme it rests on."),
    )
    baseline_from = _day(gettext_lazy("Compared with, from"))
    baseline_until = _day(
        gettext_lazy("until"),
        help_text=gettext_lazy("Empty: the 90 days before it begins. Choose it before."),
    )
    public_words = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("In words for everybody"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "What stands on “You said, we did”, and in the mail to those who asked to hear."
        ),
    )
    because = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = ("", gettext_lazy("Nothing chosen"))
        self.fields["watched"].choices = [nothing, *choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        first, last = typed.get("baseline_from"), typed.get("baseline_until")
        if bool(first) != bool(last) or (first and last and first > last):
            self.add_error("baseline_until", _("It needs a first and a last day, in this order."))
        return typed

    def change(self) -> Change:
        """The answers as the action takes them."""
        return Change(**{name: self.cleaned_data[name] for name in NAMES})


class MoveForm(forms.Form):
    """Where it stands now, and why where that is a no."""

    state = forms.ChoiceField(label=gettext_lazy("It is now"), choices=ImprovementState)
    live_on = _day(gettext_lazy("Done since"), help_text=gettext_lazy("Empty means today."))
    reason = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("If declined: why"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("state") == ImprovementState.DONE and "live_on" in typed:
            typed["live_on"] = typed["live_on"] or timezone.localdate()
        return typed


class EvidenceForm(forms.Form):
    """A theme it rests on."""

    theme = forms.ModelChoiceField(label=gettext_lazy("Everything about"), queryset=Theme.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Theme.objects.in_use()  # type: ignore[attr-defined]


class IdeaForm(OnceForm):
    """An idea of somebody who works here."""

    text = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("What should be otherwise?"),
        required=True,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_nameless = forms.BooleanField(label=gettext_lazy("Without my name"), required=False)


class IdeaAnswerForm(forms.Form):
    """What becomes of it."""

    answer = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("Our answer"),
        required=True,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
