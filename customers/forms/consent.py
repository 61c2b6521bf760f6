"""An answer, in the words it was asked in."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers import cleaning
from customers.actions.consent import Answer
from customers.forms.fields import CleanedField
from customers.models import ConsentChannel, ConsentTopic

ANSWERS = [("yes", _("Yes")), ("no", _("No"))]


class ConsentForm(forms.Form):
    """What they said, how we asked, and where."""

    channel = forms.ChoiceField(label=_("By"), choices=ConsentChannel)
    topic = forms.ChoiceField(label=_("For"), choices=ConsentTopic)
    answer = forms.ChoiceField(label=_("They said"), choices=ANSWERS, widget=forms.RadioSelect)
    source = CleanedField(
        partial(cleaning.clean_text, longest=60),
        label=_("Where they said it"),
        required=True,
        initial=_("At the counter"),
    )
    wording = CleanedField(
        partial(cleaning.clean_note, longest=2000),
        label=_("The words we asked in"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "yes" and not cleaned.get("wording"):
            self.add_error("wording", _("A yes needs the words they said yes to."))
        return cleaned

    def as_answer(self) -> Answer:
        """The answer as the action takes it."""
        cleaned = self.cleaned_data
        return Answer(
            channel=cleaned["channel"],
            topic=cleaned["topic"],
            is_given=cleaned["answer"] == "yes",
            source=cleaned["source"],
            wording=cleaned["wording"],
        )
