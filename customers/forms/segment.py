"""The name of a saved list."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers import cleaning
from customers.forms.fields import CleanedField
from customers.listing import Listing

NAME_IS_TAKEN = _("You have another list of this name.")


class SegmentNameForm(forms.Form):
    """Its name, and whether everybody sees it."""

    name = CleanedField(partial(cleaning.clean_text, longest=80), label=_("Name"), required=True)
    is_shared = forms.BooleanField(label=_("Everybody sees it"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.can(Permission.SEGMENT_SHARE):
            del self.fields["is_shared"]

    @property
    def is_to_be_shared(self) -> bool:
        return bool(self.cleaned_data.get("is_shared"))


class SegmentForm(SegmentNameForm):
    """A new one: with the list that it keeps."""

    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def clean_query(self) -> str:
        return understood_query(self.cleaned_data["query"])


def understood_query(typed: str) -> str:
    """The address of a list in its one spelling. Raises ValidationError."""
    listing = Listing(typed)
    if listing.errors:
        raise forms.ValidationError(listing.errors)
    return listing.query
