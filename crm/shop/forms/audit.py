"""What the history may be narrowed to."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import AuditEntry, User


class AuditFilter(forms.Form):
    """By whom, what, and on which day."""

    person = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), required=False, empty_label=_("Everybody")
    )
    verb = forms.CharField(label=_("What"), required=False, max_length=60)
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells mypy
        field.queryset = User.objects.order_by("name")

    def apply(self, entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """The entries that match; what nobody understands is left out."""
        self.is_valid()
        answers = self.cleaned_data
        if person := answers.get("person"):
            entries = entries.filter(actor_id=person.pk)
        if verb := answers.get("verb"):
            entries = entries.filter(verb__icontains=verb.strip().replace(" ", "_"))
        if day := answers.get("day"):
            start = timezone.make_aware(datetime.combine(day, time.min))
            entries = entries.filter(at__gte=start, at__lt=start + timedelta(days=1))
        return entries
