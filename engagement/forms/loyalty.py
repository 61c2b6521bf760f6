"""What may be typed about loyalty cards."""

from dataclasses import fields
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers import cleaning
from customers.forms.fields import CleanedField, OnceForm
from engagement.actions.loyalty_program import ProgramRules
from engagement.forms.money import MoneyField
from engagement.loyalty_rules import spendable, step_of, worth_of
from engagement.models import LoyaltyKind, LoyaltyProgram

LONGEST = 3_650
MOST_COUNTED = 100_000


class LoyaltyRulesForm(forms.Form):
    """The rules of the card, and what a recommendation earns."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    is_on = forms.BooleanField(label=_("We have a loyalty card"), required=False)
    kind = forms.ChoiceField(label=_("It counts"), choices=LoyaltyKind, widget=forms.RadioSelect)
    least_spend = MoneyField(label=_("For a purchase of at least"), help_text=_("Empty: for any."))
    points_for_one = forms.IntegerField(
        label=_("Points for each unit of money"), min_value=1, max_value=1_000
    )
    full_at = forms.IntegerField(label=_("For a reward, so many"), min_value=1, max_value=MOST_COUNTED)
    worth = MoneyField(label=_("which are worth"), required=True)
    expires_after_days = forms.IntegerField(
        label=_("They run out after so many days"),
        min_value=1,
        max_value=LONGEST,
        required=False,
        help_text=_("Empty: never."),
    )
    friend_gets = MoneyField(
        label=_("A voucher for whoever was sent"), help_text=_("Empty: nothing. Given when they first buy.")
    )
    advocate_gets = MoneyField(label=_("A voucher for whoever sent them"), help_text=_("Empty: nothing."))
    thanks_good_for = forms.IntegerField(
        label=_("These vouchers are good for so many days"), min_value=1, max_value=LONGEST
    )

    @property
    def card_fields(self) -> list[forms.BoundField]:
        names = ("is_on", "kind", "least_spend", "points_for_one", "full_at", "worth", "expires_after_days")
        return [self[name] for name in names]

    @property
    def thanks_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("friend_gets", "advocate_gets", "thanks_good_for")]

    def rules(self) -> ProgramRules:
        """The answers as the action takes them."""
        answers = {field.name: self.cleaned_data[field.name] for field in fields(ProgramRules)}
        return ProgramRules(**answers | {"least_spend": answers["least_spend"] or Decimal(0)})


class SpendForm(OnceForm):
    """How many, and what for."""

    amount = forms.IntegerField(label=_("How many"), min_value=1, max_value=10**9)
    takes = forms.ChoiceField(
        label=_("They take"),
        choices=[("off", _("money off, now")), ("voucher", _("a voucher, for another day"))],
        initial="off",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, program: LoyaltyProgram, balance: int, **kwargs: Any) -> None:
        self.program = program
        most = spendable(balance, program)
        usual = min(program.full_at, most) or None
        super().__init__(*args, **kwargs | {"initial": {"amount": usual}})
        self.fields["amount"].widget.attrs |= {"step": step_of(program), "max": most or 1}

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if amount % step_of(self.program):
            words = _("Stamps are spent by the full card: %d at a time.")
            raise forms.ValidationError(words % self.program.full_at)
        if not worth_of(amount, self.program):
            raise forms.ValidationError(_("So few are worth nothing yet."))
        return amount


class AdjustForm(OnceForm):
    """More or less, and why."""

    amount = forms.IntegerField(
        label=_("How many more"),
        min_value=-MOST_COUNTED,
        max_value=MOST_COUNTED,
        help_text=_("Below zero: how many fewer."),
    )
    because = CleanedField(partial(cleaning.clean_text, longest=200), label=_("Why"), required=True)

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if not amount:
            raise forms.ValidationError(_("Nothing would change."))
        return amount


class CardFilter(forms.Form):
    """Which cards."""

    which = forms.ChoiceField(
        label=_("Which"), choices=[("", _("All")), ("ready", _("Full enough for a reward"))], required=False
    )

    def apply(self, cards: Any, program: LoyaltyProgram) -> Any:
        """The cards that match."""
        self.is_valid()
        is_ready = self.cleaned_data.get("which") == "ready"
        return cards.filter(balance__gte=program.full_at) if is_ready else cards
