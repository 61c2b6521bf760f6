"""What a customer lets us show, as a form: every box is empty until they say yes."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import User
from customers import cleaning
from customers.forms.fields import CleanedField, OnceForm
from customers.forms.person import PersonField
from feedback.actions.testimonial import Agreement
from feedback.actions.testimonial_consent import Ticks
from feedback.models import ShownAs
from feedback.page_words import say

LONGEST = 2_000
MONTHS = ((12, gettext_lazy("12 months")), (24, gettext_lazy("24 months")), (36, gettext_lazy("36 months")))
PLACES = ("on_website", "in_shop", "in_print", "on_social")


class TestimonialForm(OnceForm):
    """Their words, and what they said yes to."""

    __test__ = False

    customer = PersonField(label=gettext_lazy("Whose words are they?"))
    words = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("Their words, as they may be shown"),
        required=True,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Other words later need another yes."),
    )
    shown_as = forms.ChoiceField(label=gettext_lazy("Shown as"), choices=ShownAs)
    on_website = forms.BooleanField(label=gettext_lazy("on our website"), required=False)
    in_shop = forms.BooleanField(label=gettext_lazy("in the shop"), required=False)
    in_print = forms.BooleanField(label=gettext_lazy("in print"), required=False)
    on_social = forms.BooleanField(label=gettext_lazy("on social media"), required=False)
    may_shorten = forms.BooleanField(label=gettext_lazy("we may shorten it"), required=False)
    months = forms.TypedChoiceField(label=gettext_lazy("How long"), choices=MONTHS, coerce=int, initial=24)
    reward = CleanedField(
        cleaning.clean_text,
        label=gettext_lazy("What they got for it"),
        max_length=120,
        help_text=gettext_lazy("Usually nothing. If anything, it is said beside their words."),
    )
    consent_words = CleanedField(
        cleaning.clean_note,
        label=gettext_lazy("The words we asked in"),
        required=True,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    about = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].user = user  # type: ignore[attr-defined]
        self.fields["consent_words"].initial = _("May we show what you wrote, here and for this long?")

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if not any(typed.get(place) for place in PLACES):
            self.add_error("on_website", _("Where may it be shown? Tick what they said yes to."))
        return typed

    def agreement(self) -> Agreement:
        """The answers as the action takes them."""
        today, typed = timezone.localdate(), self.cleaned_data
        names = {field.name for field in fields(Agreement)} & typed.keys()
        given = {name: typed[name] for name in names}
        until = today + timedelta(days=typed["months"] * 365 // 12)
        return Agreement(given_on=today, expires_on=until, **given)


class ConsentForm(forms.Form):
    """What customers tick themselves, on the page that thanks them."""

    on_website = forms.BooleanField(label=gettext_lazy("on our website"), required=False)
    in_shop = forms.BooleanField(label=gettext_lazy("in the shop"), required=False)
    in_print = forms.BooleanField(label=gettext_lazy("in print"), required=False)
    on_social = forms.BooleanField(label=gettext_lazy("on social media"), required=False)
    shown_as = forms.ChoiceField(
        label=gettext_lazy("Shown as"),
        choices=ShownAs,
        initial=ShownAs.NOBODY,
        required=False,
        widget=forms.RadioSelect,
    )
    may_shorten = forms.BooleanField(label=gettext_lazy("You may shorten it"), required=False)

    @property
    def asked_in(self) -> str:
        """The very words that are kept with the yes."""
        return say(
            gettext_lazy(
                "May we show what you wrote, where you tick, for two years? You can take it back at any time."
            )
        )

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [self[place] for place in PLACES]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if not any(typed.get(place) for place in PLACES):
            self.add_error("on_website", _("Where may it be shown? Tick what they said yes to."))
        return typed

    def ticks(self) -> Ticks:
        """The answers as the action takes them."""
        typed = self.cleaned_data
        places = tuple(place for place in PLACES if typed[place])
        return Ticks(self.asked_in, places, typed["shown_as"] or ShownAs.NOBODY, typed["may_shorten"])
