"""What may be typed about the words of a mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import User
from customers.forms.fields import OnceForm
from customers.forms.person import PersonField
from customers.models import ConsentTopic, Customer
from engagement.actions.email_template import Written
from engagement.forms.words_field import SubjectField, WordsField
from engagement.models import EmailTemplate, MessageClass
from engagement.models.email_template import EmailTemplateQuerySet

IN_USE, RETIRED = "", "retired"


class EmailTemplateForm(OnceForm):
    """A template: what it is, and its words."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("Only we see it.")
    )
    message_class = forms.ChoiceField(label=gettext_lazy("Kind of mail"), choices=MessageClass)
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        choices=[("", gettext_lazy("None: they asked for it")), *ConsentTopic.choices],
        required=False,
        help_text=gettext_lazy("What somebody says no to who stops these mails."),
    )
    subject = SubjectField(label=gettext_lazy("Subject"))
    body = WordsField(label=gettext_lazy("Text"), rows=16)
    text_body = WordsField(
        label=gettext_lazy("Plain text"),
        rows=6,
        required=False,
        help_text=gettext_lazy("Leave it empty: it is made from the text. Some programs show only this."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Mail that nobody asked for has a topic that can be said no to."""
        typed: dict[str, Any] = super().clean() or {}
        is_asked_for = typed.get("message_class") == MessageClass.TRANSACTIONAL
        if "topic" in typed and "message_class" in typed and not typed["topic"] and not is_asked_for:
            self.add_error("topic", _("Which topic is it? Somebody must be able to say no to it."))
        return typed

    def written(self) -> Written:
        """The answers as the actions take them."""
        names = ("name", "message_class", "topic", "subject", "body", "text_body")
        return Written(**{name: self.cleaned_data[name] for name in names})


class TemplateFilter(forms.Form):
    """What the list of templates may be narrowed to."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("", gettext_lazy("All")), *MessageClass.choices], required=False
    )
    show = forms.ChoiceField(
        label=gettext_lazy("Which"),
        choices=[(IN_USE, gettext_lazy("In use")), (RETIRED, gettext_lazy("Put away"))],
        required=False,
    )

    def apply(self, templates: EmailTemplateQuerySet) -> EmailTemplateQuerySet:
        """The templates that match; what nobody understands is left out."""
        self.is_valid()
        found = templates.filter(is_for_once=False)
        found = found.exclude(retired_at=None) if self.cleaned_data.get("show") == RETIRED else found.in_use()
        kind = self.cleaned_data.get("kind")
        return found.filter(message_class=kind) if kind else found


class ReaderForm(forms.Form):
    """As whom a mail is looked at."""

    reader = PersonField(label=gettext_lazy("As who would get it"), required=False)

    def __init__(self, typed: Any, *, user: User, **options: Any) -> None:
        super().__init__(typed, **options)
        self.fields["reader"].user = user  # type: ignore[attr-defined]

    def chosen(self) -> Customer | None:
        """Whoever was asked for, if that is one person."""
        return self.cleaned_data.get("reader") if self.is_bound and self.is_valid() else None


def initial_of(template: EmailTemplate, number: int | None = None) -> dict[str, Any]:
    """A template as its form shows it, with the words of one of its versions."""
    version = template.versions.filter(number=number).first() if number else None
    version = version or template.current
    words = {name: getattr(version, name, "") for name in ("subject", "body", "text_body")}
    names = ("name", "message_class", "topic", "version")
    return {**{name: getattr(template, name) for name in names}, **words}
