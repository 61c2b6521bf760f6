"""How fast mail may leave."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.models import MailRoom

MOST = 1_000_000
PACE = ("per_minute", "per_hour", "per_day")
SHOWN = (*PACE, "warm_up_from", "opt_out_offered_since", "opt_out_wording")


class MailRoomForm(forms.Form):
    """The pace, and what the till says about mail."""

    per_minute = forms.IntegerField(label=_("Mails a minute at most"), min_value=1, max_value=10_000)
    per_hour = forms.IntegerField(label=_("Mails an hour at most"), min_value=1, max_value=MOST)
    per_day = forms.IntegerField(
        label=_("Mails a day at most"),
        min_value=1,
        max_value=MOST,
        help_text=_("What your provider allows. News leave a tenth of each limit free for letters."),
    )
    warm_up_from = forms.DateField(
        label=_("Warming up since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "For a new sender: the first day. For five weeks less leaves a day; empty is no warm-up."
        ),
    )
    opt_out_offered_since = forms.DateField(
        label=_("We offer to say no at the till since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "From that day on a sale may be a reason to write about similar things, where the law says so."
        ),
    )
    opt_out_wording = forms.CharField(
        label=_("In these words"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, typed: Any, *, room: MailRoom) -> None:
        super().__init__(typed, initial={name: getattr(room, name) for name in (*SHOWN, "version")})

    def values(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        return {name: self.cleaned_data[name] for name in SHOWN}
