"""Sending somebody, and what they saw."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import Location, User
from customers import cleaning
from customers.forms.fields import CleanedField, OnceForm
from feedback.actions.mystery_visit import Errand, Report
from feedback.checklist_points import MARK_WORDS, Point

LONGEST = 4_000
LONGEST_PERIOD = timedelta(days=92)


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class ErrandForm(OnceForm):
    """Where, when, and who goes."""

    location = forms.ModelChoiceField(label=gettext_lazy("Where"), queryset=Location.objects.none())
    evaluator = CleanedField(
        cleaning.clean_text,
        label=gettext_lazy("Who goes"),
        max_length=80,
        required=True,
        help_text=gettext_lazy("Somebody your people do not know. Only you see this name."),
    )
    first_on = _day(gettext_lazy("Not before"))
    last_on = _day(gettext_lazy("Not after"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_places(self.fields["location"])

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        first, last = typed.get("first_on"), typed.get("last_on")
        if first and last and not first <= last <= first + LONGEST_PERIOD:
            self.add_error("last_on", _("On or after the first day, and within three months."))
        elif last and last < timezone.localdate():
            self.add_error("last_on", _("This day is over."))
        return typed

    def errand(self) -> Errand:
        """The answers as the action takes them."""
        names = ("location", "first_on", "last_on", "evaluator")
        return Errand(**{name: self.cleaned_data[name] for name in names})


class ReportForm(OnceForm):
    """A mark for each point, and what else there is to say."""

    def __init__(self, *args: Any, points: Sequence[Point], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        self.fields["visited_on"] = _day(gettext_lazy("The day"), initial=timezone.localdate)
        for number, point in enumerate(points):
            self.fields[f"mark-{number}"] = forms.ChoiceField(
                label=point.words, choices=list(MARK_WORDS.items()), widget=forms.RadioSelect
            )
        self.fields["notes"] = CleanedField(
            cleaning.clean_note,
            label=gettext_lazy("What else is worth knowing"),
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    @property
    def mark_fields(self) -> list[forms.BoundField]:
        return [self[f"mark-{number}"] for number in range(len(self.points))]

    def clean_visited_on(self) -> Any:
        """Nobody has seen tomorrow."""
        day = self.cleaned_data["visited_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day

    def report(self) -> Report:
        """The answers as the action takes them."""
        typed = self.cleaned_data
        marks = [typed[f"mark-{number}"] for number in range(len(self.points))]
        return Report(typed["visited_on"], marks, typed["notes"])


class ObserveForm(ReportForm):
    """The same, about a colleague at the counter."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = User.objects.active().exclude(pk=user.pk).order_by("name")
        self.fields["colleague"] = forms.ModelChoiceField(
            label=gettext_lazy("Whom you watched"), queryset=others
        )
        self.fields["location"] = forms.ModelChoiceField(
            label=gettext_lazy("Where"), queryset=Location.objects.none()
        )
        _offer_places(self.fields["location"])


class ReadForm(forms.Form):
    """The colleague has read it."""

    reply = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("What you say to it"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It may stay empty."),
    )


def _offer_places(field: Any) -> None:
    """Where the shop is open for business; the only one is chosen already."""
    field.queryset = Location.objects.open_for_business()
    if field.queryset.count() == 1:
        field.initial = field.queryset.first()
