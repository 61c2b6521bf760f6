"""What a customer hears of their complaint, and how it ends."""

import re
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers import cleaning
from customers.forms.fields import CleanedField
from feedback.actions.complaint_decision import Refusal
from feedback.actions.complaint_move import Told, Verdict
from feedback.complaint_moves import endings
from feedback.forms.complaint import LONGEST
from feedback.models import Complaint, ComplaintChannel, ComplaintState, Justified, RootCause, WhyNot

BY_MAIL = "mail"
# In English, German, French and Dutch; what the law forbids is to tie the one to the other.
REVIEW = re.compile(r"\b(reviews?|ratings?|stars|bewertung(en)?|rezension(en)?|avis|recensies?)\b")
GIFT = re.compile(
    r"\b(refunds?|vouchers?|discounts?|gifts?|gutscheine?|rabatte?|erstatt\w*|geschenke?|bons?|remises?|"
    r"rembours\w*|cadeaux?|kortingen?|korting|tegoed(bon)?)\b"
)
FURTHEST = timedelta(days=365)
EVENING = time(17)
BY_HAND = (
    (ComplaintChannel.PHONE.value, gettext_lazy("I told them on the phone")),
    (ComplaintChannel.IN_STORE.value, gettext_lazy("I told them in person")),
    (ComplaintChannel.LETTER.value, gettext_lazy("I wrote them a letter")),
)


class NewsForm(forms.Form):
    """Our words, and how they reach the customer."""

    ids = "news_%s"  # three such forms stand on one page

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("What do they hear?"),
        help_text=gettext_lazy(
            "Only the news: in a mail the greeting, the number and our name stand around it."
        ),
        required=True,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    how = forms.ChoiceField(label=gettext_lazy("How"), widget=forms.RadioSelect)
    promised_on = forms.DateField(
        label=gettext_lazy("When do they hear of us next?"),
        help_text=gettext_lazy("Empty: the usual time for how bad it is."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, complaint: Complaint, address: str, **kwargs: Any) -> None:
        """`address`: where a mail would go; empty where none can."""
        kwargs.setdefault("auto_id", self.ids)
        kwargs["initial"] = {"version": complaint.version} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        by_mail = [(BY_MAIL, _("By mail to %s") % address)] if address else []
        self.fields["how"].choices = [*by_mail, *BY_HAND]  # type: ignore[attr-defined]
        self.fields["how"].initial = BY_MAIL if address else ComplaintChannel.PHONE.value

    def clean_promised_on(self) -> Any:
        return refuse_odd_days(self.cleaned_data["promised_on"])

    def clean_text(self) -> str:
        return refuse_review_for_remedy(self.cleaned_data["text"])

    def told(self) -> Told:
        """As the action takes it."""
        how, day = self.cleaned_data["how"], self.cleaned_data.get("promised_on")
        is_mail = how == BY_MAIL
        return Told(
            text=self.cleaned_data["text"],
            send=is_mail,
            channel=ComplaintChannel.EMAIL if is_mail else how,
            promised_at=timezone.make_aware(datetime.combine(day, EVENING)) if day else None,
        )


class VerdictForm(NewsForm):
    """What we decided, whether they were right, and what we found."""

    ids = "verdict_%s"
    promised_on = None  # type: ignore[assignment]
    justified = forms.ChoiceField(
        label=gettext_lazy("Were they right?"), choices=Justified, widget=forms.RadioSelect
    )
    findings = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("What did we find?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    root_cause = forms.ModelChoiceField(
        label=gettext_lazy("What lay behind it?"), queryset=RootCause.objects.none(), required=False
    )

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        names = ("justified", "findings", "root_cause")
        known = {name: getattr(complaint, name) for name in names}
        super().__init__(*args, complaint=complaint, initial=known, **kwargs)
        causes = RootCause.objects.in_use().in_order().select_related("above")
        self.fields["root_cause"].queryset = causes  # type: ignore[attr-defined]

    def verdict(self) -> Verdict:
        """As the action takes it."""
        names = ("justified", "findings", "root_cause")
        return Verdict(**{name: self.cleaned_data[name] for name in names})


class EndForm(VerdictForm):
    """How it ends, and what the customer hears of it; a no has to be explained."""

    ids = "end_%s"
    end = forms.ChoiceField(label=gettext_lazy("How does it end?"), widget=forms.RadioSelect)
    why_not = forms.ChoiceField(
        label=gettext_lazy("Why not?"), choices=[("", "---------"), *WhyNot.choices], required=False
    )
    still_possible = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("What can we still do?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next_step = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("Where can they go next?"),
        help_text=gettext_lazy("Empty: what the rules for complaints say."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, complaint=complaint, **kwargs)
        ways = [(state.value, state.label) for state in endings(complaint.state)]
        self.fields["end"].choices = ways  # type: ignore[attr-defined]

    @property
    def is_no(self) -> bool:
        return self.cleaned_data.get("end") == ComplaintState.CLOSED_UNRESOLVED

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        for name in ("findings", "why_not") if self.is_no else ():
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, _("Whoever is told no is told this as well."))
        return typed

    def refusal(self) -> Refusal:
        """As the action takes it."""
        names = ("why_not", "still_possible", "next_step")
        return Refusal(self.verdict(), **{name: self.cleaned_data[name] for name in names})


class WaitForm(forms.Form):
    """For whom it waits, and when we ask again."""

    state = forms.ChoiceField(
        label=gettext_lazy("For whom?"),
        choices=[
            (ComplaintState.WAITING_CUSTOMER.value, gettext_lazy("For the customer")),
            (ComplaintState.WAITING_SUPPLIER.value, gettext_lazy("For a supplier")),
        ],
    )
    chase_on = forms.DateField(
        label=gettext_lazy("When do we ask again?"),
        help_text=gettext_lazy(
            "A customer whom a mail reaches is asked by itself: then, once more, and at last told that it "
            "ends. Of a supplier we remind whoever cares for it."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_chase_on(self) -> Any:
        return refuse_odd_days(self.cleaned_data["chase_on"])


def refuse_odd_days(day: Any) -> Any:
    """The day itself, unless it is over already or nobody will remember it."""
    today = timezone.localdate()
    if day and day <= today:
        raise forms.ValidationError(_("This day is over. Choose one that comes."))
    if day and day > today + FURTHEST:
        raise forms.ValidationError(_("That is more than a year away."))
    return day


def refuse_review_for_remedy(text: str) -> str:
    """The words themselves, unless they speak of a review and of something we give in one breath."""
    words = text.lower()
    if REVIEW.search(words) and GIFT.search(words):
        raise forms.ValidationError(
            _("This names a review and something we give. Nobody may be rewarded for changing a review.")
        )
    return text
