"""The lines of a receipt in a form: as many as are wanted, each with its own mistakes."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers import cleaning
from customers.actions.purchase import Line
from customers.forms.fields import CleanedField
from customers.models import Purchase

LARGEST = Decimal("1000000000")
MOST = 100
COUNT = "line_count"


class LineForm(forms.Form):
    """One line of a receipt; one in which nothing is said counts as none."""

    product_name = CleanedField(cleaning.clean_text, label=_("What"), required=True)
    quantity = CleanedField(cleaning.clean_quantity, label=_("How many"), required=True, initial="1")
    unit_price = CleanedField(cleaning.clean_money, label=_("Price of one"), required=True)
    discount = CleanedField(cleaning.clean_money, label=_("Discount"))
    category = CleanedField(partial(cleaning.clean_text, longest=80), label=_("Category"))
    product_code = CleanedField(
        partial(cleaning.clean_text, longest=60), label=_("Product code"), widget=forms.HiddenInput
    )

    def __init__(self, sent: Any, *, prefix: str, initial: dict[str, Any] | None) -> None:
        super().__init__(
            sent, prefix=prefix, initial=initial, empty_permitted=True, use_required_attribute=False
        )
        for name in ("quantity", "unit_price", "discount"):
            self.fields[name].widget.attrs["inputmode"] = "decimal"

    def has_changed(self) -> bool:
        """Is anything said? The 1 that stands there from the start says nothing."""
        said = {name: self[name].value() or "" for name in self.fields}
        blank = {"quantity": ("", "1"), "product_code": (said["product_code"],)}
        return any(str(value).strip() not in blank.get(name, ("",)) for name, value in said.items())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("quantity", "unit_price", "discount"):
            amount = cleaned.get(name) or Decimal(0)
            if amount < 0 or amount >= LARGEST:
                self.add_error(name, _("Please give a number from 0 up."))
        if not self.errors:
            self._clean_together(cleaned)
        return cleaned

    def _clean_together(self, cleaned: dict[str, Any]) -> None:
        if cleaned["quantity"] == 0:
            self.add_error("quantity", _("At least something must have been bought."))
        elif (cleaned["discount"] or 0) > cleaned["quantity"] * cleaned["unit_price"]:
            self.add_error("discount", _("The discount is more than the price."))

    def line(self, sign: int) -> Line:
        """The answers as the action takes them; a refund counts below zero."""
        cleaned = self.cleaned_data
        return Line(
            product_code=cleaned["product_code"],
            product_name=cleaned["product_name"],
            quantity=sign * cleaned["quantity"],
            unit_price=cleaned["unit_price"],
            discount=sign * (cleaned["discount"] or Decimal(0)),
            category=cleaned["category"],
        )


class LineForms:
    """The rows of a receipt. `more` shows what was typed again with one more row, and blames nobody."""

    def __init__(
        self, sent: Mapping[str, Any] | None = None, *, purchase: Purchase | None = None, more: bool = False
    ) -> None:
        if sent is None:
            kept = _kept_in(purchase) if purchase else [{}]
            self.rows = [self._row(number, initial=line) for number, line in enumerate(kept)]
            return
        self.rows = [self._row(number, sent) for number in range(_count(sent))]
        if more:
            typed = [{name: row[name].value() for name in row.fields} for row in self.rows]
            wanted = [*typed, {}] if len(typed) < MOST else typed
            self.rows = [self._row(number, initial=line) for number, line in enumerate(wanted)]
            self.rows[-1].fields["product_name"].widget.attrs["autofocus"] = True

    @staticmethod
    def _row(number: int, sent: Any = None, *, initial: dict[str, Any] | None = None) -> LineForm:
        return LineForm(sent, prefix=f"line-{number}", initial=initial)

    @property
    def can_grow(self) -> bool:
        return len(self.rows) < MOST

    def is_valid(self) -> bool:
        """Is every filled row right, and is there one?"""
        if not any(row.has_changed() for row in self.rows):
            self.rows[0].empty_permitted = False
        return all(row.is_valid() for row in self.rows)

    def lines(self, sign: int) -> list[Line]:
        """The filled rows as the action takes them."""
        return [row.line(sign) for row in self.rows if row.has_changed()]


def _count(sent: Mapping[str, Any]) -> int:
    typed = str(sent.get(COUNT, ""))
    return min(max(int(typed), 1), MOST) if typed.isdecimal() and len(typed) < 4 else 1


def _kept_in(purchase: Purchase) -> list[dict[str, Any]]:
    """What the form shows of lines that exist: above zero, also those of a refund."""
    sign = -1 if purchase.is_refund else 1
    return [
        {
            "product_name": line.product_name,
            "product_code": line.product_code,
            "category": line.category,
            "quantity": plain(sign * line.quantity),
            "unit_price": plain(line.unit_price),
            "discount": plain(sign * line.discount) if line.discount else "",
        }
        for line in purchase.lines.all()
    ]


def plain(amount: Decimal) -> str:
    """12.5, not 12.5000."""
    return f"{amount.normalize():f}"
