"""A fact in a few words."""

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from customers import cleaning
from customers.forms.fields import CleanedField
from customers.models import QuickFactKind


class QuickFactForm(forms.Form):
    """What kind of fact, and the fact."""

    kind = forms.ChoiceField(label=_("Kind"), choices=QuickFactKind)
    text = CleanedField(partial(cleaning.clean_text, longest=160), label=_("Fact"), required=True)
