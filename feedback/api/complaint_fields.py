"""A complaint as programs read and write it."""

from functools import partial
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from crm.shop.api.reading import Body
from customers import cleaning
from customers.api.fields import At, Moment, OneOf, Place, Text, WholeNumber, YesNo
from customers.api.reference_fields import MOST_ROWS, ReferenceBody, customer_of
from customers.cleaning import NotUnderstood
from customers.models import Customer, Purchase
from engagement.api.fields import Colleague, CustomerNumber
from feedback.actions.complaint import Taken
from feedback.forms.complaint import LONGEST
from feedback.models import ComplaintChannel, ComplaintState, Severity, Wish
from feedback.models.complaint import FLAGS

IS_A_PAGE = URLValidator(schemes=["https", "http"], message="")
WORDS = partial(cleaning.clean_note, longest=LONGEST)
SHORT = partial(cleaning.clean_text, longest=120)
SAID = (*FLAGS, "is_public", "is_about_staff")
NAMES = ("wish_words", "product", "lot", "public_url", "contact_name", "contact_email", "contact_phone")


def clean_address(text: str) -> str:
    """Where it stands in public; nothing but pages of the web."""
    try:
        IS_A_PAGE(text)
    except forms.ValidationError:
        raise NotUnderstood(_("This is not the address of a page.")) from None
    return text


class ComplaintBody(Body):
    """A complaint as it came: what happened in their words, and what they want (or "not_asked")."""

    story = Text(WORDS, required=True)
    wish = OneOf(lambda: dict(Wish.choices), required=True)
    wish_words = Text(partial(cleaning.clean_text, longest=300))
    product = Text(SHORT)
    lot = Text(partial(cleaning.clean_text, longest=60))
    purchase = WholeNumber(1, MOST_ROWS)
    severity = OneOf(lambda: {str(number): label for number, label in Severity.choices})
    is_safety = YesNo()
    is_legal = YesNo()
    is_discrimination = YesNo()
    is_privacy = YesNo()
    is_public = YesNo()
    public_url = Text(clean_address)
    is_about_staff = YesNo()
    channel = OneOf(lambda: dict(ComplaintChannel.choices))
    customer = ReferenceBody(required=False, allow_null=True)
    contact_name = Text(SHORT)
    contact_email = Text(cleaning.clean_email)
    contact_phone = Text(partial(cleaning.clean_text, longest=30))
    location = Place()
    owner = Colleague()
    received_at = Moment()


class ComplaintNarrowing(Body):
    """What a list is narrowed by."""

    customer = CustomerNumber()
    owner = Colleague()
    state = OneOf(lambda: dict(ComplaintState.choices))


class ComplaintShown(serializers.Serializer[Any]):
    """A complaint. `due_at` says when the next thing is due; it is null while it waits or is closed."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    reference = serializers.CharField()
    customer = serializers.IntegerField(source="customer_id", allow_null=True)
    contact_name = serializers.CharField()
    contact_email = serializers.CharField()
    contact_phone = serializers.CharField()
    story = serializers.CharField()
    wish = serializers.CharField()
    wish_words = serializers.CharField()
    product = serializers.CharField()
    lot = serializers.CharField()
    purchase = serializers.IntegerField(source="purchase_id", allow_null=True)
    severity = serializers.IntegerField()
    is_safety = serializers.BooleanField()
    is_legal = serializers.BooleanField()
    is_discrimination = serializers.BooleanField()
    is_privacy = serializers.BooleanField()
    is_public = serializers.BooleanField()
    public_url = serializers.CharField()
    channel = serializers.CharField()
    state = serializers.CharField()
    location = serializers.CharField(allow_null=True)
    owner = serializers.CharField(allow_null=True)
    received_at = At()
    next_update_at = At(allow_null=True)
    due_at = At(allow_null=True)
    due_clock = serializers.CharField()
    findings = serializers.CharField()
    whys = serializers.CharField()
    justified = serializers.CharField()
    root_cause = serializers.CharField(allow_null=True)
    merged_into = serializers.IntegerField(source="merged_into_id", allow_null=True)
    closed_at = At(allow_null=True)
    reopened_count = serializers.IntegerField()


def taken_of(given: dict[str, Any], source: str) -> Taken:
    """The answers as the action takes them."""
    customer = customer_of(given["customer"], source) if given.get("customer") else None
    flags: dict[str, Any] = {name: bool(given.get(name)) for name in SAID}
    return Taken(
        story=given["story"],
        wish=given["wish"],
        severity=int(given.get("severity") or Severity.USUAL),
        channel=given.get("channel") or ComplaintChannel.WEB_FORM,
        customer=customer,
        purchase=_purchase_of(given.get("purchase"), customer),
        location=given.get("location"),
        owner=given.get("owner"),
        received_at=given.get("received_at"),
        **{name: given.get(name, "") for name in NAMES},
        **flags,
    )


def _purchase_of(number: int | None, customer: Customer | None) -> Purchase | None:
    """Only one of theirs."""
    if number is None:
        return None
    found = Purchase.objects.filter(pk=number, customer=customer).exclude(customer=None).first()
    if found is None:
        raise ValidationError({"purchase": [_("This is no purchase of this customer.")]})
    return found
