"""Finding mail, and writing one by hand."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from customers.forms.fields import OnceForm
from customers.models import ConsentTopic
from engagement.forms.words_field import SubjectField, WordsField
from engagement.headers import one_line
from engagement.models import Message, MessageClass, MessageState

LONGEST_LETTER = 20_000
LETTER, NEWS = "letter", "news"


class MessageFilter(forms.Form):
    """By state and kind."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Everything")), *MessageState.choices], required=False
    )
    message_class = forms.ChoiceField(
        label=_("Kind of mail"), choices=[("", _("Every kind")), *MessageClass.choices], required=False
    )

    def apply(self, messages: QuerySet[Message]) -> QuerySet[Message]:
        """The mails that match; what nobody understands is left out."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) for name in self.fields}
        return messages.filter(**{name: value for name, value in chosen.items() if value})


class LetterForm(OnceForm):
    """One mail to one customer. What it is before the law decides who may get it."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (LETTER, _("About something they asked for or bought")),
            (NEWS, _("News or an offer: only to those who may be written to")),
        ],
        initial=LETTER,
        widget=forms.RadioSelect,
    )
    subject = SubjectField(label=_("Subject"))
    body = WordsField(
        label=_("Text"),
        max_length=LONGEST_LETTER,
        rows=12,
        help_text=_("A blank line begins a paragraph. {{ first_name|there }} becomes their first name."),
    )

    def clean_subject(self) -> str:
        return one_line(self.cleaned_data["subject"], 150)

    @property
    def law(self) -> dict[str, Any]:
        """Class and topic of the mail."""
        if self.cleaned_data["kind"] == NEWS:
            return {"message_class": MessageClass.MARKETING, "topic": ConsentTopic.NEWS}
        return {"message_class": MessageClass.TRANSACTIONAL, "topic": ""}
