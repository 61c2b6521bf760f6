"""Taking a complaint at the counter, and correcting it later."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import Location, User
from customers import cleaning
from customers.forms.fields import CleanedField, MomentField, OnceForm
from customers.forms.interaction import refuse_odd_moments
from customers.forms.person import PersonField
from feedback.actions.complaint import EDITABLE, Taken
from feedback.models import Complaint, ComplaintChannel, Severity, Wish
from feedback.models.complaint import number_of

LONGEST = 5_000
BY_NAME = tuple(name for name in EDITABLE if name != "severity")


class StoryForm(forms.Form):
    """What both forms ask."""

    story = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("What happened, in their words?"),
        required=True,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    wish = forms.ChoiceField(
        label=gettext_lazy("What do they want?"), choices=[("", "---------"), *Wish.choices]
    )
    wish_words = CleanedField(cleaning.clean_text, label=gettext_lazy("What exactly?"), max_length=300)
    severity = forms.TypedChoiceField(
        label=gettext_lazy("How bad is it?"), choices=Severity.choices, coerce=int, initial=Severity.USUAL
    )
    contact_name = CleanedField(cleaning.clean_text, label=gettext_lazy("Their name"), max_length=120)
    contact_email = forms.EmailField(label=gettext_lazy("Their e-mail"), required=False, max_length=254)
    contact_phone = CleanedField(cleaning.clean_text, label=gettext_lazy("Their phone"), max_length=30)
    product = CleanedField(cleaning.clean_text, label=gettext_lazy("Product or order"), max_length=120)
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came"), choices=ComplaintChannel, initial=ComplaintChannel.IN_STORE
    )
    location = forms.ModelChoiceField(
        label=gettext_lazy("Where"), queryset=Location.objects.none(), required=False
    )
    is_safety = forms.BooleanField(label=gettext_lazy("Somebody could get hurt"), required=False)
    is_legal = forms.BooleanField(
        label=gettext_lazy("It is about the law, discrimination or data protection"), required=False
    )
    is_about_staff = forms.BooleanField(
        label=gettext_lazy("It is about a colleague"),
        help_text=gettext_lazy("Only those who lead the shop see it from then on."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = Location.objects.open_for_business()  # type: ignore[attr-defined]


class ComplaintForm(StoryForm, OnceForm):
    """A complaint as it is taken: what happened and what they want are enough."""

    customer = PersonField(
        label=gettext_lazy("Customer"),
        required=False,
        help_text=gettext_lazy("Name or phone number. Empty for somebody we do not know."),
    )
    received_at = MomentField()
    # What it came from ("customers.interaction:17"): one complaint, however often somebody presses.
    cause = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    is_told = forms.BooleanField(
        label=gettext_lazy("They stand here and know that we look into it"), required=False, initial=True
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].user = user  # type: ignore[attr-defined]

    def clean_received_at(self) -> Any:
        at = self.cleaned_data["received_at"]
        return refuse_odd_moments(at) if at else None

    def taken(self) -> Taken:
        """The answers as the action takes them."""
        names = ("customer", "received_at", "cause", "severity", *BY_NAME)
        return Taken(**{name: self.cleaned_data[name] for name in names})


class ComplaintEditForm(StoryForm):
    """Correcting it: who changed it meanwhile is told."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """What may be corrected, as the action takes it."""
        return {name: self.cleaned_data[name] for name in EDITABLE}

    @classmethod
    def of(cls, complaint: Complaint, typed: Any = None) -> "ComplaintEditForm":
        """The form of this complaint as it stands."""
        initial = {name: getattr(complaint, name) for name in (*EDITABLE, "version")}
        return cls(typed, initial=initial)


class NoteForm(forms.Form):
    """A line for ourselves, or why it is opened again."""

    text = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("Note for ourselves"),
        required=True,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OwnerForm(forms.Form):
    """Who cares for it."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who cares for it"), queryset=User.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.active().order_by("name")  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """Under which number it goes on."""

    number = forms.CharField(
        label=gettext_lazy("Under which number does it go on?"),
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "C-1042", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_number(self) -> Complaint:
        pk = number_of(self.cleaned_data["number"])
        found = Complaint.objects.visible_to(self._user).filter(pk=pk).first() if pk else None
        if found is None:
            raise forms.ValidationError(_("There is no complaint of this number."))
        return found
