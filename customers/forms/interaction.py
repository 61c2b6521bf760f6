"""What staff may write on the timeline."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location, User
from customers import cleaning
from customers.actions.interaction import Entry
from customers.forms.fields import CleanedField, MomentField, OnceForm
from customers.forms.referral import sent_by_field
from customers.kinds import Kind, kind_of, kinds_by_hand
from customers.models import Channel, Direction, Interaction, Mood

EMPTY_CHOICE = "---------"  # as Django writes it
REST = ("at", "mood", "direction", "channel", "outcome", "minutes", "location", "sent_by")


def refuse_odd_moments(at: datetime) -> datetime:
    """The moment itself, unless it has not come yet or lies before anybody's memory."""
    if at > timezone.now() + timedelta(minutes=5):
        raise forms.ValidationError(_("This is in the future. Write down what has happened."))
    if at.year < cleaning.FIRST_YEAR:
        raise forms.ValidationError(_("The year of this date cannot be right."))
    return at


class InteractionForm(OnceForm):
    """One line: a kind is enough."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("What was it?"), widget=forms.RadioSelect)
    text = CleanedField(
        cleaning.clean_note,
        label=_("What happened"),
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": _("A few words, if you like")}),
    )
    at = MomentField()
    mood = forms.ChoiceField(
        label=_("Mood"),
        choices=[("", _("Not said")), *Mood.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    direction = forms.ChoiceField(
        label=_("Who began"), choices=[("", "-"), *Direction.choices], required=False
    )
    channel = forms.ChoiceField(label=_("How"), choices=[("", "-"), *Channel.choices], required=False)
    outcome = CleanedField(cleaning.clean_text, label=_("Outcome"))
    minutes = forms.IntegerField(label=_("Minutes spent"), min_value=0, max_value=1440, required=False)
    location = forms.ModelChoiceField(Location.objects.none(), label=_("Where"), required=False)
    sent_by = sent_by_field()

    def __init__(
        self, *args: Any, line: Interaction | None = None, user: User | None = None, **kwargs: Any
    ) -> None:
        if line is not None:
            kwargs["initial"] = _initial_of(line)
        super().__init__(*args, **kwargs)
        if line is not None:
            del self.fields["sent_by"]
        elif user is not None:
            self.fields["sent_by"].user = user  # type: ignore[attr-defined]
        choices = [(kind.key, kind.label) for kind in kinds_by_hand()]
        if line is not None and line.kind not in dict(choices):
            choices.append((line.kind, line.kind))
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["location"].queryset = Location.objects.open_for_business()  # type: ignore[attr-defined]

    @property
    def kind_chips(self) -> list[tuple[Kind, bool]]:
        """Each kind, and whether it is the chosen one."""
        chosen = self["kind"].value()
        kinds = [kind_of(key) for key, _label in self.fields["kind"].choices]  # type: ignore[attr-defined]
        return [(kind, kind.key == chosen) for kind in kinds]

    @property
    def rest(self) -> SafeString:
        """The fields behind "more", as one piece: those of an empty form are the same for everybody."""
        if self.is_bound:
            return _render_rest(self)
        places = self.fields["location"].queryset.values_list("pk", "name")  # type: ignore[attr-defined]
        return _rest_of_an_empty_form(get_language() or "", tuple(places))

    def clean_at(self) -> Any:
        return refuse_odd_moments(self.cleaned_data["at"] or timezone.now())

    @property
    def way(self) -> str:
        """How we know who sent them."""
        return self.fields["sent_by"].way  # type: ignore[attr-defined,no-any-return]

    def entry(self) -> Entry:
        """The answers as the actions take them."""
        cleaned = self.cleaned_data
        names = ("kind", "at", "text", "direction", "channel", "mood", "outcome", "minutes", "location")
        return Entry(**{name: cleaned[name] for name in names})


@lru_cache(maxsize=8)
def _rest_of_an_empty_form(language: str, places: tuple[tuple[int, str], ...]) -> SafeString:
    """Kept for each language, until the places of the shop change."""
    form = InteractionForm()
    form.fields["location"].choices = [("", EMPTY_CHOICE), *places]  # type: ignore[attr-defined]
    return _render_rest(form)


def _render_rest(form: InteractionForm) -> SafeString:
    rest = (form[name].as_field_group() for name in REST)
    return format_html_join("", "<div>{}</div>", ((field,) for field in rest))


def _initial_of(line: Interaction) -> dict[str, Any]:
    names = ("kind", "text", "direction", "channel", "mood", "outcome", "minutes", "location", "version")
    shown = {name: getattr(line, name) for name in names}
    return shown | {"at": timezone.localtime(line.at)}
