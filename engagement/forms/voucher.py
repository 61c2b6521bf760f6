"""What may be typed about vouchers."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.web.templatetags.amounts import money
from customers import cleaning
from customers.forms.fields import CleanedField, OnceForm
from customers.forms.person import PersonField
from customers.models import Customer, Purchase
from engagement.actions.voucher import Worth
from engagement.forms.days import LAST_DAY
from engagement.forms.money import MoneyField
from engagement.models import VoucherReason, VoucherState
from engagement.models.voucher import VoucherQuerySet

USUALLY_GOOD_FOR = timedelta(days=90)
LATELY = timedelta(days=2)
FEW = 6


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, chosen or typed."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


def refuse_odd_days(day: date | None) -> date | None:
    """A day to come, within anybody's lifetime."""
    if day is not None and day < timezone.localdate():
        raise forms.ValidationError(_("This day is over."))
    if day is not None and day > LAST_DAY:
        raise forms.ValidationError(_("The year of this date cannot be right."))
    return day


def usual_last_day() -> date:
    """Until when a voucher is good when nobody says otherwise."""
    return timezone.localdate() + USUALLY_GOOD_FOR


class WorthForm(OnceForm):
    """Money, or a percentage, until some day."""

    amount = MoneyField(label=_("Worth"))
    percent = forms.IntegerField(label=_("or percent off"), min_value=1, max_value=100, required=False)
    expires_on = day_field(
        _("Good until"), required=False, initial=usual_last_day, help_text=_("Empty: for ever.")
    )

    def clean_expires_on(self) -> date | None:
        return refuse_odd_days(self.cleaned_data["expires_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self._asks_for_a_voucher(cleaned):
            self._blame_worth(cleaned)
        return cleaned

    def _asks_for_a_voucher(self, cleaned: dict[str, Any]) -> bool:
        return True

    def _blame_worth(self, cleaned: dict[str, Any]) -> None:
        if cleaned["amount"] is None and cleaned["percent"] is None:
            self.add_error("amount", _("What is it worth?"))
        elif cleaned["amount"] is not None and cleaned["percent"] is not None:
            self.add_error("percent", _("Either an amount or a percentage."))

    def worth(self) -> Worth:
        """The answer as the action takes it."""
        return Worth(amount=self.cleaned_data["amount"], percent=self.cleaned_data["percent"])


class VoucherForm(WorthForm):
    """A new voucher; without a customer it belongs to whoever holds it."""

    customer = PersonField(
        label=_("For whom"), required=False, help_text=_("Empty: for whoever brings the code.")
    )
    reason = forms.ChoiceField(label=_("What for"), choices=VoucherReason, initial=VoucherReason.OTHER)
    note = CleanedField(partial(cleaning.clean_text, longest=200), label=_("Note"))
    field_order = ("customer", "amount", "percent", "reason", "expires_on", "note")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].user = user  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is taken back."""

    because = CleanedField(partial(cleaning.clean_text, longest=200), label=_("Why"), required=True)


class VoucherFilter(forms.Form):
    """What the list of vouchers may be narrowed to."""

    state = forms.ChoiceField(
        label=_("Which"), choices=[("", _("All")), *VoucherState.choices], required=False
    )
    reason = forms.ChoiceField(
        label=_("What for"), choices=[("", _("Anything")), *VoucherReason.choices], required=False
    )
    customer = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)

    def apply(self, vouchers: VoucherQuerySet) -> VoucherQuerySet:
        """The vouchers that match; what nobody understands is left out."""
        self.is_valid()
        answers = self.cleaned_data
        if reason := answers.get("reason"):
            vouchers = vouchers.filter(reason=reason)
        if customer := answers.get("customer"):
            vouchers = vouchers.filter(customer=customer)
        return vouchers.in_state(answers.get("state", ""), timezone.localdate())


class TillForm(OnceForm):
    """One field for all that is shown at the till: a voucher, a card."""

    code = forms.CharField(
        label=_("Code"),
        max_length=500,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class PurchaseField(forms.ModelChoiceField):  # type: ignore[type-arg] # no class of it at run time
    """Purchases by their time and total."""

    def label_from_instance(self, purchase: Purchase) -> str:
        at = timezone.localtime(purchase.at)
        return f"{date_format(at, 'SHORT_DATETIME_FORMAT')} · {money(purchase.total, purchase.currency)}"


class TakeForm(OnceForm):
    """The purchase a voucher was used for, where we know it."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=500)
    purchase = PurchaseField(
        Purchase.objects.none(), label=_("For which purchase"), required=False, empty_label=_("Not known yet")
    )

    def __init__(self, *args: Any, customer: Customer | None, **kwargs: Any) -> None:
        kwargs["auto_id"] = "take_%s"  # the other form of the page has a field of this name too
        super().__init__(*args, **kwargs)
        if customer is None:
            del self.fields["purchase"]
        else:
            self.fields["purchase"].queryset = _latest_purchases(customer)  # type: ignore[attr-defined]


def _latest_purchases(customer: Customer) -> Any:
    """What they may have bought with it."""
    lately = Purchase.objects.standing().sales().filter(customer=customer, at__gte=timezone.now() - LATELY)
    return Purchase.objects.filter(pk__in=lately.order_by("-at", "-pk").values("pk")[:FEW])
