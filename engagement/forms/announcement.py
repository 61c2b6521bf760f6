"""An announcement as a form: what, to whom, when."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import User
from customers.filters import CustomerFilter
from customers.forms.fields import OnceForm
from customers.models import ConsentTopic, Segment
from customers.segments.asking import asks_for_opinions
from engagement.actions.announcement import Plan
from engagement.forms.days import refuse_odd_years
from engagement.models import Announcement, AnnouncementKind, EmailTemplate, MessageClass

EVERYBODY = ""
THIS_LIST = "this"


class WhenField(forms.DateTimeField):
    """A moment in the shop's own time, typed or chosen."""

    default_validators = [refuse_odd_years]  # noqa: RUF012 - as the library declares it
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")


class AnnouncementForm(OnceForm):
    """Its name, its words, who gets it; an event also says when and where."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=AnnouncementKind)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    template = forms.ModelChoiceField(
        label=gettext_lazy("Which words"), queryset=EmailTemplate.objects.none()
    )
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), choices=ConsentTopic)
    people = forms.ChoiceField(label=gettext_lazy("Who gets it"), required=False)
    hold_out_percent = forms.IntegerField(
        label=gettext_lazy("Held out, in percent"),
        help_text=gettext_lazy("These get nothing: so you can see what the mail changed."),
        min_value=0,
        max_value=50,
        initial=0,
    )
    starts_at = WhenField(label=gettext_lazy("The event starts"), required=False)
    place = forms.CharField(label=gettext_lazy("Where"), max_length=200, required=False)
    seats = forms.IntegerField(label=gettext_lazy("How many can come"), min_value=1, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, user: User, announcement: Announcement | None = None, **kwargs: Any
    ) -> None:
        self.announcement = announcement
        super().__init__(*args, **kwargs)
        mails = EmailTemplate.objects.in_use().filter(message_class=MessageClass.MARKETING)
        self.fields["template"].queryset = mails  # type: ignore[attr-defined]
        self.fields["people"].choices = self._lists(user)  # type: ignore[attr-defined]

    def _lists(self, user: User) -> list[tuple[str, str]]:
        """Everybody, the saved lists, and the one it has when that is none of them."""
        lists = [(EVERYBODY, _("Everybody with an e-mail address"))]
        saved = [(str(each.pk), each.name) for each in Segment.objects.visible_to(user)]
        now = self.announcement.query if self.announcement else self.initial.get("query", "")
        if now:
            saved.insert(0, (THIS_LIST, ", ".join(CustomerFilter(now).sentences)))
        return lists + saved

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("kind") == AnnouncementKind.EVENT and not typed.get("starts_at"):
            self.add_error("starts_at", _("When does the event start?"))
        if typed.get("topic") == ConsentTopic.REVIEWS and self._asks_for_opinions(typed.get("people", "")):
            self.add_error("people", _("Nobody is asked for a review because of what they think of us."))
        return typed

    def _asks_for_opinions(self, chosen: str) -> bool:
        lists = CustomerFilter(self._query(chosen)).lists
        rules = Segment.objects.filter(pk__in=lists).values_list("rule", flat=True)
        return any(map(asks_for_opinions, rules))

    def plan(self) -> Plan:
        """The answers as the actions take them."""
        typed = self.cleaned_data
        names = ("kind", "name", "template", "topic", "hold_out_percent", "starts_at", "place", "seats")
        return Plan(**{name: typed[name] for name in names}, query=self._query(typed["people"]))

    def _query(self, chosen: str) -> str:
        if chosen == THIS_LIST:
            return self.announcement.query if self.announcement else str(self.initial.get("query", ""))
        segment = Segment.objects.filter(pk=chosen).first() if chosen else None
        return CustomerFilter(segment.query).query if segment else ""


class ScheduleForm(forms.Form):
    """When it leaves; nothing typed means now."""

    send_at = WhenField(label=gettext_lazy("When"), required=False)
