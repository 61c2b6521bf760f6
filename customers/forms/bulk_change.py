"""What is to be changed about many customers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers import cleaning
from customers.forms.fields import CleanedField
from customers.models import BulkKind, Tag


class BulkChangeForm(forms.Form):
    """One kind of change, and the tag or the colleague it is about."""

    kind = forms.ChoiceField(
        label=_("What to do"), choices=BulkKind, widget=forms.RadioSelect, initial=BulkKind.ADD_TAG
    )
    tag = CleanedField(
        lambda text: cleaning.clean_text(text, longest=40),
        label=_("Tag"),
        help_text=_("A new word becomes a new tag when it is added."),
        widget=forms.TextInput(attrs={"list": "tags", "autocomplete": "off"}),
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Colleague"), required=False, empty_label=_("nobody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.active()  # type: ignore[attr-defined]
        self.fields["owner"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, name = cleaned.get("kind"), cleaned.get("tag", "")
        if kind in {BulkKind.ADD_TAG, BulkKind.REMOVE_TAG} and not self.errors:
            if not name:
                self.add_error("tag", _("Which tag?"))
            elif kind == BulkKind.REMOVE_TAG and self.known_tag is None:
                self.add_error("tag", _("There is no such tag."))
        return cleaned

    @property
    def known_tag(self) -> Tag | None:
        """The tag that is meant, if there is one already."""
        return Tag.objects.filter(folded_name=cleaning.fold(self.cleaned_data.get("tag", ""))).first()

    @property
    def value(self) -> str:
        """What the change keeps: the number of the tag (0 while it is new) or of the colleague."""
        if self.cleaned_data["kind"] == BulkKind.SET_OWNER:
            owner = self.cleaned_data["owner"]
            return str(owner.pk) if owner else ""
        tag = self.known_tag
        return str(tag.pk) if tag else "0"

    @property
    def said(self) -> str:
        """The tag or the colleague in words."""
        if self.cleaned_data["kind"] == BulkKind.SET_OWNER:
            owner = self.cleaned_data["owner"]
            return owner.name if owner else str(_("nobody"))
        tag = self.known_tag
        return tag.name if tag else self.cleaned_data["tag"]
