"""Mail that somebody brings by hand: pasted, or written in the place of a customer to try things."""

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.forms.fields import OnceForm
from engagement.inbound.parsing import MOST_TEXT, MailRefused, Parsed, parse

MOST_PASTED = 900_000


class PasteForm(forms.Form):
    """A whole mail with its headers, or only who wrote what."""

    from_email = forms.EmailField(label=_("From"), required=False, max_length=254)
    subject = forms.CharField(label=_("Subject"), required=False, max_length=300)
    text = forms.CharField(
        label=_("The mail"),
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Its text; or its whole source with all headers, and the fields above empty."),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("text") and not cleaned.get("from_email"):
            try:
                cleaned["mail"] = parse(str(cleaned["text"]).encode())
            except MailRefused:
                self.add_error("text", _("We cannot read this as a mail."))
            else:
                if not cleaned["mail"].from_email:
                    self.add_error("from_email", _("Who wrote it?"))
        return cleaned


class AsCustomerForm(OnceForm):
    """An answer of a customer, written by us to see what happens."""

    text = forms.CharField(
        label=_("Answer of the customer"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )


def typed_mail(form: PasteForm) -> Parsed:
    """What was pasted: the same text of the same person is the same mail."""
    cleaned = form.cleaned_data
    if "mail" in cleaned:
        found: Parsed = cleaned["mail"]
        return found
    head = f"From: {cleaned['from_email']}\nSubject: {' '.join(cleaned['subject'].split())}"
    return parse(f"{head}\n\n{cleaned['text']}".encode())
