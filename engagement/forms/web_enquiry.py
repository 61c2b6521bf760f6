"""What somebody without an account may ask, and how they are reached."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers import cleaning
from customers.forms.fields import CleanedField
from customers.models import Channel
from engagement.actions.enquiry import Asked
from engagement.actions.web_enquiry import customer_reached_by

LONGEST = 3_000


class WebEnquiryForm(forms.Form):
    """`website` is seen by programs only: whoever fills it in is one."""

    question = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("What would you like to know?"),
        required=True,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    name = CleanedField(
        cleaning.clean_text,
        label=gettext_lazy("Your name"),
        required=True,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = CleanedField(
        cleaning.clean_email,
        label=gettext_lazy("Your e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = CleanedField(
        str,
        label=gettext_lazy("Or your phone"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        """`country`: where a number without a country code is dialled."""
        super().__init__(*args, **kwargs)
        self.fields["phone"].cleaning = lambda text: cleaning.clean_phone(text, country)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if not self.errors and not (typed.get("email") or typed.get("phone")):
            self.add_error("email", _("How may we reach you? An e-mail or a phone number is enough."))
        return typed

    @property
    def is_spam(self) -> bool:
        return bool(self.cleaned_data["website"])

    def asked(self, cause: str) -> Asked:
        """As the action takes it; nobody is recognised by what a program wrote."""
        email, phone = self.cleaned_data["email"], self.cleaned_data["phone"]
        return Asked(
            self.cleaned_data["question"],
            Channel.WEB,
            customer=None if self.is_spam else customer_reached_by(email, phone),
            sender_name=self.cleaned_data["name"],
            sender_email=email,
            sender_phone=phone,
            cause=cause,
        )
