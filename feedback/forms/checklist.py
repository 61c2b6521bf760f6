"""A checklist as a form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers import cleaning
from customers.forms.fields import CleanedField, OnceForm
from feedback.actions.checklist import ChecklistWords
from feedback.checklist_points import LONGEST_POINT, MOST_POINTS, read_points

NAMES = ("name", "intro", "points")
LONGEST = 6_000


class ChecklistForm(OnceForm):
    """What it is called, and what is looked at."""

    name = CleanedField(cleaning.clean_text, label=gettext_lazy("Name"), max_length=80, required=True)
    intro = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("Words before it"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What whoever goes should do and buy."),
    )
    points = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("What to look at"),
        required=True,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "One thing a line, so that two people would say the same. "
            "A line that ends with (2) counts double, up to (5)."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_points(self) -> str:
        """So many that somebody can keep them in mind."""
        text: str = self.cleaned_data["points"]
        points = read_points(text)
        if len(points) > MOST_POINTS:
            raise ValidationError(_("At most %d things: nobody keeps more in mind.") % MOST_POINTS)
        if any(len(point.words) > LONGEST_POINT for point in points):
            raise ValidationError(_("At most %d characters a line.") % LONGEST_POINT)
        return text

    def told(self) -> ChecklistWords:
        """The answers as the action takes them."""
        typed: dict[str, Any] = self.cleaned_data
        return ChecklistWords(**{name: typed[name] for name in NAMES})
