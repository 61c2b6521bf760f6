"""What may be typed about a surprise."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers import cleaning
from customers.forms.fields import CleanedField
from engagement.actions.reward import Surprise
from engagement.forms.money import MoneyField
from engagement.forms.voucher import WorthForm, day_field, refuse_odd_days
from engagement.models import RewardKind

NOTE_DUE_IN = timedelta(days=2)


def usual_day_for_a_note() -> date:
    """By when a note is written when nobody says otherwise."""
    return timezone.localdate() + NOTE_DUE_IN


class RewardForm(WorthForm):
    """A note, a gift or a voucher."""

    kind = forms.ChoiceField(
        label=_("What will it be?"), choices=RewardKind, initial=RewardKind.NOTE, widget=forms.RadioSelect
    )
    words = CleanedField(
        partial(cleaning.clean_text, longest=150),
        label=_("In words"),
        help_text=_("What for, or what it is."),
    )
    cost = MoneyField(label=_("What it costs us"), help_text=_("A voucher costs what it is worth."))
    writer = forms.ModelChoiceField(User.objects.none(), label=_("Who writes it"), required=False)
    due_on = day_field(_("By when"), required=False, initial=usual_day_for_a_note)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["writer"].queryset = User.objects.active()  # type: ignore[attr-defined]
        self.fields["writer"].initial = user

    @property
    def note_fields(self) -> list[forms.BoundField]:
        return [self["writer"], self["due_on"]]

    @property
    def voucher_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("amount", "percent", "expires_on")]

    def clean_due_on(self) -> date | None:
        return refuse_odd_days(self.cleaned_data["due_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == RewardKind.NOTE:
            for name in ("writer", "due_on"):
                if not self.errors.get(name) and not cleaned.get(name):
                    self.add_error(name, _("A note needs somebody who writes it, and a day."))
        if cleaned.get("kind") == RewardKind.GIFT and not cleaned.get("words"):
            self.add_error("words", _("What is the gift?"))
        return cleaned

    def _asks_for_a_voucher(self, cleaned: dict[str, Any]) -> bool:
        return cleaned.get("kind") == RewardKind.VOUCHER

    def surprise(self) -> Surprise:
        """The answers as the action takes them."""
        answers = self.cleaned_data
        names = ("kind", "words", "cost", "writer", "due_on", "expires_on")
        return Surprise(**{name: answers[name] for name in names}, worth=self.worth())
