"""An answer to the pulse, and its question."""

from django import forms
from django.utils.translation import gettext_lazy

from customers import cleaning
from customers.forms.fields import CleanedField
from feedback.models.pulse import SCORES
from feedback.questions import STAR_WORDS


class PulseForm(forms.Form):
    """One answer, of five."""

    score = forms.TypedChoiceField(
        choices=list(zip(SCORES, STAR_WORDS, strict=True))[::-1], coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: object, question: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["score"].label = question


class PulseQuestionForm(forms.Form):
    """What is asked this month, and from now on."""

    question = CleanedField(
        cleaning.clean_text, label=gettext_lazy("The question"), max_length=160, required=True
    )
