"""What somebody without an account may complain about, and how they are reached."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from customers import cleaning
from customers.forms.fields import CleanedField
from engagement.actions.web_enquiry import customer_reached_by
from engagement.forms.web_enquiry import WebEnquiryForm
from feedback.actions.complaint import Taken
from feedback.complaint_papers import NoEvidence, read_evidence
from feedback.models import ComplaintChannel, Wish


class WebComplaintForm(WebEnquiryForm):
    """As the form for questions, with what they want us to do."""

    question = None  # type: ignore[assignment]
    story = CleanedField(
        cleaning.clean_note,
        label=_("What happened?"),
        required=True,
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    wish = forms.ChoiceField(
        label=_("What would put it right?"),
        choices=[("", "---------"), *((key, label) for key, label in Wish.choices if key != Wish.NOT_ASKED)],
    )
    product = CleanedField(
        cleaning.clean_text, label=_("Product or number of the order, if there is one"), max_length=120
    )
    file = forms.FileField(
        label=_("A picture or PDF, if you have one"),
        help_text=_("At most 10 MB."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )

    def clean_file(self) -> "UploadedFile[bytes] | None":
        """Known by what is in it: nothing is taken down when it is of no use."""
        brought: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if brought is not None:
            try:
                read_evidence(brought.chunks())
            except NoEvidence as problem:
                raise forms.ValidationError(problem.sentence) from None
        return brought

    def taken(self, cause: str) -> Taken:
        """As the action takes it; nobody is recognised by what a program wrote."""
        typed: dict[str, Any] = self.cleaned_data
        email, phone = typed["email"], typed["phone"]
        return Taken(
            typed["story"],
            typed["wish"],
            customer=None if self.is_spam else customer_reached_by(email, phone),
            contact_name=typed["name"],
            contact_email=email,
            contact_phone=phone,
            product=typed["product"],
            channel=ComplaintChannel.WEB_FORM,
            cause=cause,
        )
