"""What may be typed about a survey: its name, its mail, and its questions one under the other."""

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.forms.fields import OnceForm
from engagement.forms.money import MoneyField
from engagement.forms.words_field import SubjectField, WordsField
from feedback.actions.survey import Wanted
from feedback.models import Survey
from feedback.questions import MOST_OPTIONS, MOST_QUESTIONS, SHAPE_WORDS, Band, Option, Question, Shape
from feedback.review_places import leads_to_reviews
from feedback.review_rules import NO_REWARD
from feedback.starters import mail_body
from feedback.survey_gift import GOOD_FOR, Gift

EMPTY_ROWS = 2
CHOSEN = {Shape.ONE, Shape.MANY}


def _thanks(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        required=False,
        help_text=gettext_lazy("Empty: in the words of the house."),
    )


class SurveyForm(OnceForm):
    """A survey beside its questions."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("Customers see it as the title of the page."),
    )
    intro = forms.CharField(
        label=gettext_lazy("First sentence"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Above the questions; it may stay empty."),
    )
    mail_subject = SubjectField(label=gettext_lazy("Subject of the mail"))
    mail_body = WordsField(
        label=gettext_lazy("Words of the mail"),
        rows=8,
        help_text=gettext_lazy("“[[survey]]” on a line of its own draws the first question, with its links."),
    )
    thanks_low = _thanks(gettext_lazy("Thanks after a low answer"))
    thanks_middle = _thanks(gettext_lazy("Thanks after one in between"))
    thanks_high = _thanks(gettext_lazy("Thanks after a high answer"))
    gift_amount = MoneyField(label=gettext_lazy("For answering: a voucher of"), required=False)
    gift_percent = forms.IntegerField(
        label=gettext_lazy("or percent off"), min_value=1, max_value=100, required=False
    )
    gift_days = forms.IntegerField(
        label=gettext_lazy("Good for so many days"),
        min_value=7,
        max_value=730,
        required=False,
        initial=GOOD_FOR,
    )
    shows_reviews = forms.BooleanField(
        label=gettext_lazy("Show everybody who answers where they may write a review"),
        required=False,
        help_text=gettext_lazy("The same for happy and unhappy customers: there is no other way."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """A promise is worth one thing, and never stands beside a place for reviews."""
        typed: dict[str, Any] = super().clean() or {}
        amount, percent = typed.get("gift_amount"), typed.get("gift_percent")
        if amount is not None and percent is not None:
            self.add_error("gift_percent", _("Either an amount or a percentage."))
        is_paid = amount is not None or percent is not None
        leads_there = typed.get("shows_reviews") or leads_to_reviews(str(typed.get("mail_body", "")))
        if is_paid and leads_there:
            self.add_error("gift_amount", NO_REWARD)
        return typed

    def clean_mail_body(self) -> str:
        """A mail without the question asks nothing."""
        words: str = self.cleaned_data["mail_body"]
        if "[[survey]]" not in words and "survey_link" not in words:
            raise ValidationError(_("The mail has to hold the question: write [[survey]] on a line."))
        return words

    def wanted(self, questions: Sequence[Question]) -> Wanted:
        """The answers as the actions take them."""
        names = ("name", "intro", "mail_subject", "mail_body")
        typed = self.cleaned_data
        thanks: dict[str, str] = {band: typed[f"thanks_{band}"] for band in Band if typed[f"thanks_{band}"]}
        return Wanted(
            **{name: typed[name] for name in (*names, "shows_reviews")},
            questions=questions,
            thanks=thanks,
            gift=self._gift(),
        )

    def _gift(self) -> Gift | None:
        amount, percent = self.cleaned_data["gift_amount"], self.cleaned_data["gift_percent"]
        if amount is None and percent is None:
            return None
        return Gift(amount, percent, self.cleaned_data["gift_days"] or GOOD_FOR)


class QuestionForm(forms.Form):
    """One question; without words it is left out."""

    words = forms.CharField(label=gettext_lazy("Question"), max_length=200, required=False)
    shape = forms.ChoiceField(
        label=gettext_lazy("How it is answered"), choices=list(SHAPE_WORDS.items()), initial=Shape.TEXT
    )
    options = forms.CharField(
        label=gettext_lazy("The list, one in a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    words_low = forms.CharField(
        label=gettext_lazy("Asked of the unhappy in these words"), max_length=200, required=False
    )
    words_high = forms.CharField(
        label=gettext_lazy("Asked of the happy in these words"), max_length=200, required=False
    )
    is_required = forms.BooleanField(label=gettext_lazy("Has to be answered"), required=False)

    def __init__(self, typed: QueryDict | None, *, number: int, before: Question | None) -> None:
        self.before = before
        super().__init__(typed, prefix=f"question-{number}", initial=_initial(before))

    def clean(self) -> dict[str, Any]:
        """A list needs something to choose from."""
        typed: dict[str, Any] = super().clean() or {}
        lines = self._lines()
        if typed.get("words") and typed.get("shape") in CHOSEN and not 2 <= len(lines) <= MOST_OPTIONS:
            self.add_error("options", _("Between 2 and %d things to choose from.") % MOST_OPTIONS)
        return typed

    @property
    def is_used(self) -> bool:
        return bool(self.cleaned_data.get("words"))

    def question(self) -> Question:
        """What was typed; the key stays with the question while it is answered in the same way."""
        typed = self.cleaned_data
        is_same = self.before is not None and self.before.shape == typed["shape"]
        return Question(
            key=self.before.key if self.before and is_same else _new_key(),
            shape=typed["shape"],
            words=typed["words"],
            options=self._options() if typed["shape"] in CHOSEN else (),
            is_required=typed["is_required"],
            words_low=typed["words_low"],
            words_high=typed["words_high"],
        )

    def _lines(self) -> list[str]:
        lines = (line.strip()[:80] for line in self.cleaned_data.get("options", "").splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def _options(self) -> tuple[Option, ...]:
        """The same words keep their key; a new line at the place of an old one is the old one reworded."""
        old = self.before.options if self.before else ()
        known = {option.words: option.key for option in old}
        free = [option.key for option in old if option.words not in self._lines()]
        is_reworded = len(self._lines()) == len(old)
        fresh = iter(free if is_reworded else ())
        return tuple(Option(known.get(line) or next(fresh, "") or _new_key(), line) for line in self._lines())


class QuestionForms:
    """All questions, and room for more."""

    def __init__(self, typed: QueryDict | None, questions: Sequence[Question]) -> None:
        rows: list[Question | None] = [*questions, *([None] * EMPTY_ROWS)]
        self.forms = [
            QuestionForm(typed, number=number, before=before)
            for number, before in enumerate(rows[:MOST_QUESTIONS])
        ]
        self.problem = ""

    def is_valid(self) -> bool:
        """Every question is whole, and there is one."""
        unfit = [form for form in self.forms if not form.is_valid()]
        if not unfit and not self.questions():
            self.problem = _("Ask at least one question.")
        return not unfit and not self.problem

    def questions(self) -> list[Question]:
        return [form.question() for form in self.forms if form.is_used]


def initial_of(survey: Survey | None) -> dict[str, Any]:
    """A survey as its form shows it."""
    if survey is None:
        return {"mail_body": mail_body(), "mail_subject": _("One question from {{ shop }}")}
    names = ("name", "intro", "mail_subject", "mail_body", "shows_reviews", "version")
    thanks = {f"thanks_{band}": words for band, words in survey.thanks.items()}
    gift = Gift.read(survey.gift)
    promised = {f"gift_{name}": value for name, value in vars(gift).items()} if gift else {}
    return {**{name: getattr(survey, name) for name in names}, **thanks, **promised}


def _initial(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {}
    options = "\n".join(option.words for option in question.options)
    names = ("words", "shape", "is_required", "words_low", "words_high")
    return {**{name: getattr(question, name) for name in names}, "options": options}


def _new_key() -> str:
    return f"q{secrets.token_hex(4)}"
