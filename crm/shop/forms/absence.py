"""When somebody is away, and who stands in."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.actions.absence import Away
from crm.shop.models import User
from crm.shop.permissions import Permission

LONGEST = timedelta(days=366)


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class AbsenceForm(forms.Form):
    """Whoever leads may say it of others; everybody else of themselves."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Who is away?"), queryset=User.objects.none(), empty_label=None
    )
    begins_on = _day(gettext_lazy("From"))
    ends_on = _day(gettext_lazy("Until and with"))
    stand_in = forms.ModelChoiceField(
        label=gettext_lazy("Who stands in?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Whoever leads the shop"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.active().order_by("name")
        mine = people if user.can(Permission.STAFF_AWAY) else people.filter(pk=user.pk)
        self.fields["person"].queryset = mine  # type: ignore[attr-defined]
        self.fields["stand_in"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].initial, self.fields["begins_on"].initial = user.pk, timezone.localdate()

    def clean_ends_on(self) -> Any:
        day = self.cleaned_data["ends_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose one that comes."))
        return day

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        begins, ends = typed.get("begins_on"), typed.get("ends_on")
        if begins and ends and not timedelta() <= ends - begins <= LONGEST:
            self.add_error("ends_on", _("It ends after it begins, and within a year."))
        if typed.get("stand_in") and typed["stand_in"] == typed.get("person"):
            self.add_error("stand_in", _("Somebody else stands in."))
        return typed

    def away(self) -> Away:
        """As the action takes it."""
        names = ("begins_on", "ends_on", "stand_in")
        return Away(**{name: self.cleaned_data[name] for name in names})
