"""Reviews as forms: written down by hand, pasted, brought as a file; and our reply."""

from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers import cleaning
from customers.forms.fields import CleanedField, OnceForm
from customers.forms.person import PersonField
from customers.importing.refusal import FileRefused
from engagement.forms.enquiry import SenderForm
from feedback.models import ReviewPlatform
from feedback.review_reading import MOST_BYTES, ReviewFile, Written, read_file

LONGEST, LONGEST_REPLY = 10_000, 4_000
FIRST_DAY = date(2000, 1, 1)
SCORES = (("", gettext_lazy("No stars")), *((str(number), "★" * number) for number in range(5, 0, -1)))


class PlatformChoice(forms.Form):
    """Where it stands."""

    platform = forms.ModelChoiceField(
        label=gettext_lazy("Where it stands"), queryset=ReviewPlatform.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["platform"].queryset = ReviewPlatform.objects.in_use()  # type: ignore[attr-defined]


class ReviewForm(PlatformChoice, OnceForm):
    """One review, as it stands there."""

    author = CleanedField(
        cleaning.clean_text,
        label=gettext_lazy("Who wrote it"),
        max_length=120,
        help_text=gettext_lazy("The name, or on social media the handle: @anna."),
    )
    score = forms.TypedChoiceField(
        label=gettext_lazy("Stars"), choices=SCORES, coerce=int, empty_value=None, required=False
    )
    text = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("What they wrote"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    written_on = forms.DateField(
        label=gettext_lazy("When"),
        required=False,
        help_text=gettext_lazy("Empty means today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    address = forms.URLField(
        label=gettext_lazy("Its address"), required=False, max_length=400, assume_scheme="https"
    )

    def clean_written_on(self) -> Any:
        day = self.cleaned_data["written_on"]
        if day and not FIRST_DAY <= day <= timezone.localdate():
            raise ValidationError(_("This day is still to come, or was long before anybody wrote reviews."))
        return day

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if not self.errors and not typed.get("text") and typed.get("score") is None:
            self.add_error("text", _("Stars, words, or both."))
        return typed

    def written(self) -> Written:
        """The answers as the action takes them."""
        names = {field.name for field in fields(Written)} & self.cleaned_data.keys()
        return Written(**{name: self.cleaned_data[name] for name in names})


class PasteForm(forms.Form):
    """A review as it was copied from its page."""

    pasted = forms.CharField(
        label=gettext_lazy("Copy the review, and paste it here"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Its stars, its day and its name are found where they stand in it."),
    )


class ReviewFileForm(PlatformChoice):
    """Many at once."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("The first line names the columns: date, author, rating, review."),
    )

    def clean_file(self) -> ReviewFile:
        try:
            return read_file(self.cleaned_data["file"].read(MOST_BYTES + 1))
        except FileRefused as refused:
            raise ValidationError(refused.sentence) from None


class ReplyForm(forms.Form):
    """What we say to it in public."""

    text = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("Our reply"),
        required=True,
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Everybody reads it: no names they did not give, no numbers, no amounts."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReviewerForm(SenderForm):
    """Whose it is."""

    customer = PersonField(
        label=gettext_lazy("Which customer wrote it?"), help_text=gettext_lazy("Name or phone number.")
    )
