"""How close shop and customer are."""

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.forms.fields import OnceForm
from metrics.models import Closeness


class RelationshipReviewForm(OnceForm):
    """One of five levels, and what would bring them closer."""

    level = forms.ChoiceField(label=_("Where do you stand?"), choices=Closeness, widget=forms.RadioSelect)
    note = forms.CharField(label=_("What would bring you closer?"), required=False, max_length=300)
