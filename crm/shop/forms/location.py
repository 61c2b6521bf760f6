"""What is asked about a place and its hours."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from crm.shop.actions.location import DaysOff, Place
from crm.shop.models import Location, Weekday
from crm.shop.opening_hours import HoursAreUnclear, HoursOverlap, Window, parse_windows
from crm.shop.public_holidays import region_choices


class HoursField(forms.CharField):
    """ "9:00-12:30, 14:00-18:00"; empty means shut."""

    def clean(self, value: Any) -> list[Window]:
        text = super().clean(value)
        try:
            return parse_windows(text)
        except HoursOverlap as problem:
            raise forms.ValidationError(
                _now("%(earlier)s and %(later)s overlap.")
                % {"earlier": problem.earlier, "later": problem.later}
            ) from problem
        except HoursAreUnclear as problem:
            raise forms.ValidationError(
                _now('"%(text)s" does not read as opening hours. Write them as 9:00-12:30, 14:00-18:00.')
                % {"text": problem}
            ) from problem


class LocationForm(forms.Form):
    """A place, its week, and whether it keeps the public holidays."""

    name = forms.CharField(label=_("Name"), max_length=80)
    address = forms.CharField(
        label=_("Address"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    keeps_public_holidays = forms.BooleanField(
        label=_("Closed on public holidays"), required=False, initial=True
    )
    holiday_region = forms.ChoiceField(label=_("Region for public holidays"), required=False)
    state = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, country: str, location: Location | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._location = location
        for day in Weekday:
            self.fields[f"hours_{day.value}"] = HoursField(label=day.label, required=False, max_length=120)
        regions = [(region, region) for region in region_choices(country)]
        field = self.fields["holiday_region"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy
        field.choices = [("", _now("The whole country")), *regions]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        same = Location.objects.filter(name__iexact=name)
        if any(place != self._location for place in same):
            raise forms.ValidationError(_now("There is a place with this name already."))
        return name

    def place(self) -> Place:
        """The answers without the hours."""
        answers = self.cleaned_data
        return Place(
            answers["name"], answers["address"], answers["keeps_public_holidays"], answers["holiday_region"]
        )

    def week(self) -> dict[int, list[Window]]:
        """The hours of each weekday."""
        return {day.value: self.cleaned_data[f"hours_{day.value}"] for day in Weekday}

    @property
    def hour_fields(self) -> list[forms.BoundField]:
        """The seven lines of the week."""
        return [self[f"hours_{day.value}"] for day in Weekday]


class ClosureForm(forms.Form):
    """Days that differ from the week."""

    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: only that day."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=120, required=False)
    hours = HoursField(
        label=_("Open at other hours"),
        required=False,
        max_length=60,
        help_text=_("Empty: the door stays shut. Otherwise for example 10:00-14:00."),
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        first, last = answers.get("first_day"), answers.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _now("The last day comes before the first."))
        if len(answers.get("hours") or []) > 1:
            self.add_error("hours", _now("One pair of hours, please; note a second pair as another line."))
        return answers

    def days_off(self) -> DaysOff:
        """The answers as the action wants them."""
        answers = self.cleaned_data
        window = next(iter(answers["hours"]), None)
        return DaysOff(
            answers["first_day"],
            answers["last_day"] or answers["first_day"],
            answers["reason"],
            window.opens if window else None,
            window.closes if window else None,
        )
