"""Forgetting somebody: why, and that it is meant."""

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import Because

BY_HAND = [(each.value, each.label) for each in Because if each != Because.RULE]


class ErasureForm(forms.Form):
    """Two questions, because nothing brings them back."""

    because = forms.ChoiceField(label=_("Why"), choices=BY_HAND)
    is_meant = forms.BooleanField(
        label=_("I am sure that it is they who asked, and that nothing of it is needed any more."),
        error_messages={"required": _("Please say that you are sure: nothing brings them back.")},
    )
