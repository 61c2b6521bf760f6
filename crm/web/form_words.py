"""What a form says where Django would speak to programmers: every form of the house says it so."""

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _

NOT_A_CHOICE = _("“%(value)s” is not in the list: please choose one that is.")
WORDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("Please fill this in.")},
    forms.DateField: {"invalid": _("This is not a date: write it as 24/12/2026.")},
    forms.TimeField: {"invalid": _("This is not a time: write it as 17:30.")},
    forms.DateTimeField: {"invalid": _("This is not a date and time: write it as 24/12/2026 17:30.")},
    forms.IntegerField: {"invalid": _("Please write a whole number.")},
    forms.DecimalField: {"invalid": _("Please write a number.")},
    forms.ChoiceField: {"invalid_choice": NOT_A_CHOICE},
    forms.MultipleChoiceField: {"required": _("Please tick at least one.")},
    forms.ModelChoiceField: {"invalid_choice": NOT_A_CHOICE},
}
LIMITS: dict[type, Any] = {
    validators.EmailValidator: _("This is not an e-mail address: write it as name@example.com."),
    validators.MinValueValidator: _("Please give %(limit_value)s or more."),
    validators.MaxValueValidator: _("Please give %(limit_value)s or less."),
    validators.MaxLengthValidator: _(
        "This is too long: at most %(limit_value)s characters, and these are %(show_value)s."
    ),
}
# A price with three decimals, an amount that no column holds.
DIGITS = {
    "max_digits": _("These are too many digits: at most %(max)s."),
    "max_decimal_places": _("These are too many decimals: at most %(max)s."),
    "max_whole_digits": _("This is too large: at most %(max)s digits before the decimals."),
}


def say_it_in_our_words() -> None:
    """Before the first form is made: a field takes its sentences along when it is."""
    for kind, sentences in WORDS.items():
        kind.default_error_messages = kind.__dict__.get("default_error_messages", {}) | sentences
    for limit, sentence in LIMITS.items():
        limit.message = sentence  # type: ignore[attr-defined]
    validators.DecimalValidator.messages |= DIGITS  # type: ignore[arg-type]  # words of later
