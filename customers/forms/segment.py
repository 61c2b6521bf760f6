"""The name of a saved list."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers import cleaning
from customers.filters import CustomerFilter
from customers.forms.fields import CleanedField
from customers.listing import Listing
from customers.models import Segment
from customers.models.segment import SegmentQuerySet

NAME_IS_TAKEN = _("You have another list of this name.")


class SegmentNameForm(forms.Form):
    """Its name, and whether everybody sees it."""

    name = CleanedField(partial(cleaning.clean_text, longest=80), label=_("Name"), required=True)
    is_shared = forms.BooleanField(label=_("Everybody sees it"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        if not user.can(Permission.SEGMENT_SHARE):
            del self.fields["is_shared"]

    def clean_is_shared(self) -> bool:
        is_shared: bool = self.cleaned_data["is_shared"]
        for part in self._lists_within().filter(is_shared=False) if is_shared else ():
            raise forms.ValidationError(
                _("Its part “%(name)s” is not seen by everybody."), params={"name": part}
            )
        return is_shared

    def _lists_within(self) -> SegmentQuerySet:
        """The saved lists that are a part of this one."""
        query = self.data.get("query", "") or self.initial.get("query", "")
        return Segment.objects.filter(pk__in=CustomerFilter(query[:4000]).lists)

    @property
    def is_to_be_shared(self) -> bool:
        return bool(self.cleaned_data.get("is_shared"))


class SegmentForm(SegmentNameForm):
    """A new one: with the list that it keeps."""

    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def clean_query(self) -> str:
        return understood_query(self.cleaned_data["query"], by=self._user)


def understood_query(typed: str, *, by: User) -> str:
    """The address of a list in its one spelling. Raises ValidationError."""
    listing = Listing(typed, lists=Segment.objects.visible_to(by))
    if listing.errors:
        raise forms.ValidationError(listing.errors)
    return listing.query
