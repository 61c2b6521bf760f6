"""A page of the shop's word as a form."""

from dataclasses import fields

from django import forms
from django.utils.translation import gettext_lazy

from customers.forms.fields import OnceForm
from engagement.actions.article import Wording
from engagement.models import ArticleKind

LONGEST = 20_000


class ArticleForm(OnceForm):
    """What it is, what it says, and by which words it is found."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ArticleKind)
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=160, help_text=gettext_lazy("Of an answer: the question.")
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("**bold**, *slanted*, - a list, [words](https://…) for a link."),
    )
    for_whom = forms.CharField(label=gettext_lazy("For whom"), max_length=200, required=False)
    goes_with = forms.CharField(label=gettext_lazy("Goes with"), max_length=200, required=False)
    product_code = forms.CharField(label=gettext_lazy("Product code"), max_length=60, required=False)
    keywords = forms.CharField(label=gettext_lazy("Also found by"), max_length=200, required=False)
    is_public = forms.BooleanField(
        label=gettext_lazy("The web form may propose it to whoever asks"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def wording(self) -> Wording:
        """The answers as the action takes them."""
        return Wording(**{field.name: self.cleaned_data[field.name] for field in fields(Wording)})
