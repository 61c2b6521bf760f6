"""A promise as a form."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import User
from customers.forms.fields import OnceForm
from engagement.actions.follow_up import Promise
from engagement.forms.days import IS_OVER, refuse_odd_years, refuse_past_days
from engagement.models import RepeatUnit


class FollowUpForm(OnceForm):
    """What for and by when; whoever promises does it, unless they say who does."""

    reason = forms.CharField(label=gettext_lazy("What for"), max_length=200)
    due_on = forms.DateField(
        label=gettext_lazy("By when"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[refuse_odd_years, refuse_past_days],
    )
    due_time = forms.TimeField(
        label=gettext_lazy("At"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    owner = forms.ModelChoiceField(label=gettext_lazy("Who does it"), queryset=User.objects.none())
    repeat_every = forms.IntegerField(
        label=gettext_lazy("Again every"), required=False, min_value=1, max_value=365
    )
    repeat_unit = forms.ChoiceField(
        label=gettext_lazy("Unit"), required=False, choices=[("", "–"), *RepeatUnit.choices]
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.active().order_by("name")  # type: ignore[attr-defined]
        self.fields["owner"].initial = user.pk
        self.fields["due_on"].initial = timezone.localdate() + timedelta(days=7)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("repeat_every") and not typed.get("repeat_unit"):
            self.add_error("repeat_unit", _("Every so many what?"))
        if typed.get("repeat_unit") and not typed.get("repeat_every"):
            typed["repeat_unit"] = ""
        return typed

    def promise(self) -> Promise:
        """The answers as the action takes them."""
        names = ("reason", "due_on", "due_time", "owner", "repeat_every", "repeat_unit")
        return Promise(**{name: self.cleaned_data[name] for name in names})


class FollowUpManyForm(FollowUpForm):
    """The same promise to many; without a name, whoever looks after each of them does it."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self._asks = user
        owner = self.fields["owner"]
        owner.required, owner.initial = False, None
        owner.empty_label = gettext_lazy("whoever looks after them")  # type: ignore[attr-defined]
        for name in ("repeat_every", "repeat_unit"):
            del self.fields[name]

    @property
    def is_by_keeper(self) -> bool:
        return self.cleaned_data["owner"] is None

    def promise(self) -> Promise:
        """Where nobody looks after somebody, whoever promises it does it."""
        typed = self.cleaned_data
        return Promise(typed["reason"], typed["due_on"], typed["owner"] or self._asks, typed["due_time"])


class SnoozeForm(forms.Form):
    """A day of one's own choice."""

    until = forms.DateField(label=gettext_lazy("Until"), validators=[refuse_odd_years, refuse_past_days])

    @property
    def problem(self) -> str:
        """What is wrong with the day, in a sentence; nothing where nothing is."""
        wrong = self.errors.as_data().get("until", [])
        if any(each.code == IS_OVER for each in wrong):
            return str(self.errors["until"][0])
        return _("Please give the day, such as 2027-03-31.") if wrong else ""
