"""Taking a complaint at the counter, and correcting it later."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import Location, User
from crm.shop.permissions import Permission
from crm.web.templatetags.amounts import money
from customers import cleaning
from customers.forms.fields import CleanedField, MomentField, OnceForm
from customers.forms.interaction import refuse_odd_moments
from customers.forms.person import PersonField
from customers.models import Customer, Purchase
from feedback.actions.complaint import EDITABLE, Taken
from feedback.models import Complaint, ComplaintChannel, Severity, Wish
from feedback.models.complaint import number_of

LONGEST = 5_000
# Who may not see these is not asked for them.
RESTRICTED = {
    "colleagues": Permission.COMPLAINT_SEE_STAFF,
    "care_note": Permission.COMPLAINT_SEE_CARE,
}
THEIR_LAST = 20  # purchases to choose from


class PurchaseField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A purchase by its day and what it came to."""

    def label_from_instance(self, purchase: Any) -> str:
        day = date_format(timezone.localtime(purchase.at), "SHORT_DATE_FORMAT")
        return f"{day} · {money(purchase.total, purchase.currency)} · {purchase}"


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
    lot = CleanedField(cleaning.clean_text, label=gettext_lazy("Lot or batch"), max_length=60)
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came"), choices=ComplaintChannel, initial=ComplaintChannel.IN_STORE
    )
    location = forms.ModelChoiceField(
        label=gettext_lazy("Where"), queryset=Location.objects.none(), required=False
    )
    is_safety = forms.BooleanField(label=gettext_lazy("Somebody could get hurt"), required=False)
    is_legal = forms.BooleanField(label=gettext_lazy("It is about the law"), required=False)
    is_discrimination = forms.BooleanField(label=gettext_lazy("It is about discrimination"), required=False)
    is_privacy = forms.BooleanField(label=gettext_lazy("It is about data protection"), required=False)
    is_public = forms.BooleanField(label=gettext_lazy("They said it in public"), required=False)
    public_url = forms.URLField(
        label=gettext_lazy("Where? Its address"),
        required=False,
        max_length=400,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https", "http"])],
    )
    is_about_staff = forms.BooleanField(
        label=gettext_lazy("It is about a colleague"),
        help_text=gettext_lazy("Only those who lead the shop see it from then on."),
        required=False,
    )

    colleagues = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Which colleagues served them?"),
        help_text=gettext_lazy("Only those who lead the shop see it."),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    care_note = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("What do they need? (ill, grieving, easily pressed)"),
        help_text=gettext_lazy("Only those who lead the shop see it. Write no more than helps."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, right in RESTRICTED.items():
            if not user.can(right):
                del self.fields[name]
        if "colleagues" in self.fields:
            people = User.objects.active().order_by("name")
            self.fields["colleagues"].queryset = people  # type: ignore[attr-defined]
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

    purchase = PurchaseField(
        label=gettext_lazy("Which purchase is it about?"), queryset=Purchase.objects.none(), required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["customer"].user = user  # type: ignore[attr-defined]
        customer, may_see = self._who(), user.can(Permission.PURCHASE_VIEW)
        self.may_choose_purchase = may_see and customer is None
        if customer is None or not may_see:
            del self.fields["purchase"]
        else:
            self.fields["purchase"].queryset = _purchases(customer.pk)  # type: ignore[attr-defined]

    def _who(self) -> Customer | None:
        """Whose purchases there are to choose from: whoever is named, as far as one can tell."""
        field = self.fields["customer"]
        named = self["customer"].value()
        if named is None or isinstance(named, Customer):
            return named
        try:
            found: Customer | None = field.clean(named)
        except forms.ValidationError:
            return None
        return found

    def clean_received_at(self) -> Any:
        at = self.cleaned_data["received_at"]
        return refuse_odd_moments(at) if at else None

    def taken(self) -> Taken:
        """The answers as the action takes them."""
        names = ("customer", "received_at", "cause", *EDITABLE)
        return Taken(**{name: self.cleaned_data[name] for name in names if name in self.fields})

    @classmethod
    def once_more(cls, typed: QueryDict, *, user: User) -> "ComplaintForm":
        """The same form with all that was typed and nothing found fault with, to go on with."""
        sent = cls(typed, user=user)
        return cls(initial={name: sent[name].value() for name in sent.fields}, user=user)


class ComplaintEditForm(StoryForm):
    """Correcting it: who changed it meanwhile is told."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    purchase = PurchaseField(
        label=gettext_lazy("Which purchase is it about?"), queryset=Purchase.objects.none(), required=False
    )
    whys = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("Why did it happen, and why that? Ask five times."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def values(self) -> dict[str, Any]:
        """What may be corrected by whoever sees this form, as the action takes it."""
        return {name: self.cleaned_data[name] for name in EDITABLE if name in self.fields}

    @classmethod
    def of(cls, complaint: Complaint, typed: Any = None, *, user: User) -> "ComplaintEditForm":
        """The form of this complaint as it stands."""
        initial = {name: getattr(complaint, name) for name in (*EDITABLE, "version")}
        initial["colleagues"] = list(complaint.colleagues.all())
        form = cls(typed, initial=initial, user=user)
        if complaint.customer_id is None or not user.can(Permission.PURCHASE_VIEW):
            del form.fields["purchase"]
        else:
            form.fields["purchase"].queryset = _purchases(complaint.customer_id, complaint.purchase_id)  # type: ignore[attr-defined]
        return form


def _purchases(customer_id: int, chosen_id: int | None = None) -> QuerySet[Purchase]:
    """What they bought lately, and the one that was chosen before."""
    theirs = Purchase.objects.sales().standing().filter(customer=customer_id)
    lately = theirs.order_by("-at", "-pk").values("pk")[:THEIR_LAST]
    return Purchase.objects.filter(Q(pk__in=lately) | Q(pk=chosen_id)).order_by("-at", "-pk")


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
