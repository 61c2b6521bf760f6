"""The tag for those whom an announcement is to be written to."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers import cleaning
from customers.forms.fields import CleanedField, OnceForm
from customers.models import Customer
from customers.models.customer import CustomerQuerySet


class AnnouncementManyForm(OnceForm):
    """A tag that nobody else has: the announcement goes to all who have it."""

    tag = CleanedField(
        lambda text: cleaning.clean_text(text, longest=40),
        label=gettext_lazy("A tag for them"),
        help_text=gettext_lazy("A new one: the announcement goes to everybody who has it."),
        required=True,
    )

    def __init__(self, *args: Any, customers: CustomerQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._customers = customers

    def clean_tag(self) -> str:
        """Raises a mistake where others would be written to as well."""
        name: str = self.cleaned_data["tag"]
        tagged = Customer.objects.filter(tags__folded_name=cleaning.fold(name))
        if tagged.exclude(pk__in=self._customers.values("pk")).exists():
            self.add_error("tag", _("Others have this tag already and would be written to as well."))
        return name
