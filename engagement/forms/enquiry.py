"""What may be typed about questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import Location, User
from customers import cleaning
from customers.forms.fields import CleanedField, MomentField, OnceForm
from customers.forms.interaction import refuse_odd_moments
from customers.forms.person import PersonField
from customers.models import Channel, Customer
from engagement.actions.enquiry import Asked

LONGEST = 5_000  # as much as a merge field holds
BY_MAIL = "mail"
BY_HAND = (
    (Channel.PHONE.value, gettext_lazy("I told them on the phone")),
    (Channel.IN_PERSON.value, gettext_lazy("I told them in person")),
    (Channel.MESSAGE.value, gettext_lazy("I wrote it in another way")),
)


class EnquiryForm(OnceForm):
    """A question as it came, from a customer or from somebody we do not know yet."""

    question = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("What do they want to know?"),
        required=True,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    channel = forms.ChoiceField(label=gettext_lazy("How it came"), choices=Channel, initial=Channel.IN_PERSON)
    customer = PersonField(
        label=gettext_lazy("Customer"),
        required=False,
        help_text=gettext_lazy("Name or phone number. Empty for somebody we do not know yet."),
    )
    sender_name = CleanedField(cleaning.clean_text, label=gettext_lazy("Their name"), max_length=120)
    sender_email = forms.EmailField(label=gettext_lazy("Their e-mail"), required=False, max_length=254)
    sender_phone = CleanedField(cleaning.clean_text, label=gettext_lazy("Their phone"), max_length=30)
    location = forms.ModelChoiceField(
        label=gettext_lazy("Where"), queryset=Location.objects.none(), required=False
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who answers"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Whoever is first"),
    )
    received_at = MomentField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].user = user  # type: ignore[attr-defined]
        self.fields["location"].queryset = Location.objects.open_for_business()  # type: ignore[attr-defined]
        self.fields["owner"].queryset = User.objects.active().order_by("name")  # type: ignore[attr-defined]

    def clean_received_at(self) -> Any:
        at = self.cleaned_data["received_at"]
        return refuse_odd_moments(at) if at else None

    def asked(self) -> Asked:
        """The answers as the action takes them."""
        names = ("question", "channel", "customer", "location", "owner", "received_at")
        sender = ("sender_name", "sender_email", "sender_phone")
        return Asked(**{name: self.cleaned_data[name] for name in (*names, *sender)})


class AnswerForm(forms.Form):
    """Our answer, and how it reaches them."""

    text = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("Answer"),
        help_text=gettext_lazy(
            "Only the answer: in a mail the greeting, their question and our name stand around it."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    how = forms.ChoiceField(label=gettext_lazy("How"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        """`address`: where a mail would go; empty where none can."""
        super().__init__(*args, **kwargs)
        by_mail = [(BY_MAIL, _("By mail to %s") % address)] if address else []
        self.fields["how"].choices = [*by_mail, *BY_HAND]  # type: ignore[attr-defined]
        self.fields["how"].initial = BY_MAIL if address else Channel.PHONE.value

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("how") == BY_MAIL and not typed.get("text") and "text" not in self.errors:
            self.add_error("text", _("A mail needs words."))
        return typed

    @property
    def way(self) -> dict[str, Any]:
        """What the action wants to know of it."""
        how = self.cleaned_data["how"]
        return {"send": how == BY_MAIL, "channel": Channel.EMAIL.value if how == BY_MAIL else how}


class SenderForm(forms.Form):
    """Who asked."""

    customer = PersonField(
        label=gettext_lazy("Which customer is it?"), help_text=gettext_lazy("Name or phone number.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].user = user  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Customer:
        """Found when the form was sent."""
        customer: Customer = self.cleaned_data["customer"]
        return customer
