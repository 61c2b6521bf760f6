"""What we do to put it right, and the rules for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers import cleaning
from customers.forms.fields import CleanedField, OnceForm
from engagement.forms.money import MoneyField
from feedback.actions.remedy import Offer
from feedback.models import ComplaintRules, RemedyKind, Stance

RULES = ("approval_limit", "body_name", "body_website", "stance", "next_step")


class RemedyForm(OnceForm):
    """One thing we do."""

    kind = forms.ChoiceField(label=_("What do we do?"), choices=[("", "---------"), *RemedyKind.choices])
    worth = MoneyField(label=_("Worth to them"))
    cost = MoneyField(label=_("Costs us"))
    note = CleanedField(cleaning.clean_text, label=_("Note"), max_length=300)
    is_goodwill = forms.BooleanField(label=_("Goodwill: we would not have to"), required=False)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("kind") == RemedyKind.VOUCHER and not typed.get("worth") and "worth" not in self.errors:
            self.add_error("worth", _("A voucher is worth something."))
        return typed

    def offer(self) -> Offer:
        """As the action takes it."""
        names = ("kind", "worth", "cost", "note", "is_goodwill")
        return Offer(**{name: self.cleaned_data[name] for name in names})


class ComplaintRulesForm(forms.Form):
    """What needs approval, and where a customer can go next."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    approval_limit = MoneyField(label=_("What is worth or costs more needs approval"), required=True)
    body_name = CleanedField(
        cleaning.clean_text, label=_("Body for settling disputes, if you name one"), max_length=120
    )
    body_website = forms.URLField(label=_("Its website"), required=False, assume_scheme="https")
    stance = forms.ChoiceField(label=_("If a customer goes there:"), choices=Stance)
    next_step = CleanedField(
        cleaning.clean_note,
        label=_("Where a customer can go next, if we cannot put it right"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def of(cls, rules: ComplaintRules, typed: Any = None) -> "ComplaintRulesForm":
        """The form of the rules as they stand."""
        return cls(typed, initial={name: getattr(rules, name) for name in (*RULES, "version")})

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        return {name: self.cleaned_data[name] for name in RULES}
