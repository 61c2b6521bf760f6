"""What to send, how often, and when not: the form of the customer's own page, and of ours about them."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from customers.models import ConsentTopic
from engagement.actions.preference import Wishes
from engagement.models import Preference
from engagement.wishes_view import Standing
from engagement.wordings import wording_of

PAUSES = {"30": 30, "90": 90}
KEEP = "keep"


class WishesForm(forms.Form):
    """`shown` are the topics that were ticked when the page was opened: only what differs was said."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What may be sent"), required=False, widget=forms.CheckboxSelectMultiple
    )
    shown = forms.MultipleChoiceField(choices=ConsentTopic, required=False, widget=forms.MultipleHiddenInput)
    at_most_monthly = forms.BooleanField(label=gettext_lazy("At most once a month"), required=False)
    never_ask = forms.BooleanField(label=gettext_lazy("Never ask me for feedback"), required=False)
    pause = forms.ChoiceField(label=gettext_lazy("Pause"), required=False, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, typed: Any, stands: Standing) -> None:
        ticked = [topic for topic, is_wanted in stands.wanted.items() if is_wanted]
        chosen = stands.preference
        plain = {name: getattr(chosen, name) for name in ("at_most_monthly", "never_ask")}
        pause = KEEP if chosen.is_paused(timezone.now()) else ""
        language = stands.customer.language
        lists = {"topics": ticked, "shown": ticked}
        super().__init__(typed, initial={**plain, **lists, "pause": pause, "language": language})
        self._paused_until = chosen.paused_until
        self._choose(
            "topics", [(topic, wording_of(topic, stands.shop_name)) for topic in ConsentTopic.values]
        )
        self._choose("pause", _pauses(chosen))
        self._choose("language", _languages(language))

    def wishes(self) -> Wishes:
        """What they chose, as the action takes it."""
        cleaned = self.cleaned_data
        ticked, shown = set(cleaned["topics"]), set(cleaned["shown"])
        return Wishes(
            topics={
                topic: topic in ticked
                for topic in ConsentTopic.values
                if (topic in ticked) != (topic in shown)
            },
            at_most_monthly=cleaned["at_most_monthly"],
            never_ask=cleaned["never_ask"],
            paused_until=self._pause(cleaned["pause"]),
            language=cleaned["language"],
        )

    def _pause(self, chosen: str) -> date | None:
        if chosen == KEEP:
            return self._paused_until
        days = PAUSES.get(chosen)
        return timezone.localdate() + timedelta(days=days) if days else None

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class ToldWishesForm(WishesForm):
    """The same, filled in by a colleague; `seen` is what stood in the book when the page was opened."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, typed: Any, stands: Standing) -> None:
        super().__init__(typed, stands)
        self.initial["seen"] = self.stamp = _stamp_of(stands.preference)

    @property
    def is_stale(self) -> bool:
        """Somebody has changed them since: the customer themselves, or a colleague."""
        return bool(self.cleaned_data["seen"] != self.stamp)


def _stamp_of(preference: Preference) -> str:
    return preference.changed_at.isoformat() if preference.pk else ""


def _pauses(preference: Preference) -> list[tuple[str, str]]:
    choices = [("", _("No pause")), ("30", _("30 days")), ("90", _("90 days"))]
    if preference.paused_until and preference.is_paused(timezone.now()):
        until = date_format(preference.paused_until, "DATE_FORMAT")
        choices.append((KEEP, _("As it is: nothing before %(day)s") % {"day": until}))
    return choices


def _languages(theirs: str) -> list[tuple[str, str]]:
    """Those the shop speaks, each in its own words, and whichever they were known to read."""
    known = [code for code, _name in settings.LANGUAGES]
    offered = dict.fromkeys([*known, theirs] if theirs else known)
    return [("", _("As the shop writes")), *((code, _called(code)) for code in offered)]


def _called(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code
