"""A sale written down by hand: what, how many, for how much; and what came back of it."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from crm.shop.models import Location, ShopSettings
from customers import cleaning
from customers.actions.purchase import Receipt
from customers.actions.purchase_return import Left, Return
from customers.forms.fields import CleanedField, MomentField, OnceForm
from customers.forms.interaction import refuse_odd_moments
from customers.forms.purchase_lines import LineForms, plain
from customers.models import Channel, Purchase


class _ReceiptForm(OnceForm):
    """When and where: what every receipt says."""

    at = MomentField()
    location = forms.ModelChoiceField(Location.objects.none(), label=_("Where"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = Location.objects.open_for_business()  # type: ignore[attr-defined]


class PurchaseForm(_ReceiptForm):
    """A receipt of some lines, new or to be corrected."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(label=_("How"), choices=[("", "-"), *Channel.choices], required=False)
    is_refund = forms.BooleanField(label=_("They brought it back"), required=False)

    def __init__(self, sent: QueryDict | None = None, *, purchase: Purchase | None = None) -> None:
        self.purchase = purchase
        wants_more = sent is not None and "more" in sent
        self.lines = LineForms(sent, purchase=purchase, more=wants_more)
        initial = sent.dict() if sent and wants_more else _initial_of(purchase)
        super().__init__(None if wants_more else sent, initial=initial)
        if purchase and purchase.location:
            _keep_place(self.fields["location"], purchase.location)

    def is_valid(self) -> bool:
        """Right on top and in every line; all mistakes are named at once."""
        are_lines_valid = self.lines.is_valid()
        return super().is_valid() and are_lines_valid

    def clean_at(self) -> datetime:
        typed = self.cleaned_data["at"]
        if self.purchase and typed in (None, _to_the_minute(self.purchase.at)):
            return self.purchase.at  # the box shows no seconds, which is no reason to lose them
        return refuse_odd_moments(typed or timezone.now())

    def receipt(self, shop: ShopSettings) -> Receipt:
        """The answers as the action takes them; a refund counts below zero."""
        cleaned = self.cleaned_data
        return Receipt(
            at=cleaned["at"],
            currency=self.purchase.currency if self.purchase else shop.currency,
            lines=self.lines.lines(-1 if cleaned["is_refund"] else 1),
            is_refund=cleaned["is_refund"],
            location=cleaned["location"],
            channel=cleaned["channel"],
        )


class ReturnForm(_ReceiptForm):
    """How many of each line come back: none, until somebody says so."""

    def __init__(
        self, sent: QueryDict | None = None, *, purchase: Purchase, lines_left: Sequence[Left]
    ) -> None:
        self.purchase = purchase
        # A form sent twice asks for what the first has taken: the action knows, and gives the first back.
        self.lines_left = {_name(left): left for left in lines_left if left.quantity or sent is not None}
        wants_all = sent is not None and "everything" in sent
        initial = {"location": purchase.location_id} | (
            sent.dict() | self._everything() if sent and wants_all else {}
        )
        super().__init__(None if wants_all else sent, initial=initial)
        self.fields = {name: _quantity_field(left) for name, left in self.lines_left.items()} | self.fields
        if purchase.location:
            _keep_place(self.fields["location"], purchase.location)

    def _everything(self) -> dict[str, Any]:
        return {name: plain(left.quantity) for name, left in self.lines_left.items()}

    def clean_at(self) -> datetime:
        at = refuse_odd_moments(self.cleaned_data["at"] or timezone.now())
        if at < _to_the_minute(self.purchase.at):
            raise forms.ValidationError(_("It was not bought yet then."))
        return at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.lines_left:
            if (cleaned.get(name) or Decimal(0)) < 0:
                self.add_error(name, _("Please give a number from 0 up."))
        if not self.errors and not any(cleaned.get(name) for name in self.lines_left):
            raise forms.ValidationError(_("Please say how many of what came back."))
        return cleaned

    def blame(self, left: Left | None) -> None:
        """More than is left of this line, or than was paid for all of it."""
        if left is None:
            self.add_error(None, _("More would come back than was paid."))
        else:
            self.add_error(_name(left), _too_many(left))

    def coming_back(self) -> Return:
        """The answers as the action takes them."""
        cleaned = self.cleaned_data
        quantities = {
            left.line.position: cleaned[name] or Decimal(0) for name, left in self.lines_left.items()
        }
        return Return(quantities, at=cleaned["at"], location=cleaned["location"])


def _name(left: Left) -> str:
    return f"back-{left.line.position}"


def _quantity_field(left: Left) -> CleanedField:
    count = plain(left.quantity)
    words = ngettext("%s can come back.", "%s can come back.", int(left.quantity)) % count
    return CleanedField(
        cleaning.clean_quantity,
        label=str(left.line) or _("Without a name"),
        initial="0",
        help_text=words,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def _too_many(left: Left) -> str:
    count = plain(left.quantity)
    words = ngettext("Only %s is left to come back.", "Only %s are left to come back.", int(left.quantity))
    return words % count


def _keep_place(field: Any, location: Location) -> None:
    """A place that has closed since stays choosable where it stands already."""
    field.queryset = field.queryset | Location.objects.filter(pk=location.pk)


def _to_the_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _initial_of(purchase: Purchase | None) -> dict[str, Any]:
    if purchase is None:
        return {}
    return {
        "at": timezone.localtime(purchase.at),
        "channel": purchase.channel,
        "is_refund": purchase.is_refund,
        "location": purchase.location_id,
        "version": purchase.version,
    }
