"""A customer as programs read and write them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from crm.shop.api.reading import Body
from crm.shop.countries import language_choices
from customers import cleaning
from customers.actions.contact import READERS
from customers.api.fields import At, Money, OneOf, Phone, Several, Text
from customers.cleaning import Birthday, NotUnderstood
from customers.details import Details
from customers.forms.custom_field import clean_custom
from customers.forms.customer import NOBODY, WAYS_TO_KNOW
from customers.models import Channel, Customer, CustomField, Relationship

MOST_ANSWERS = 100
MOST_NAMES = 20


class OwnAnswers(Text):
    """{key of one of the shop's own fields: answer}; null takes an answer away."""

    nothing: Any = None
    accepts = (dict,)

    def __init__(self, **options: Any) -> None:
        super().__init__(str, **options)

    def understood(self, value: Any) -> Any:
        if len(value) > MOST_ANSWERS:
            raise ValidationError(_("At most %d of them.") % MOST_ANSWERS)
        fields = {field.key: field for field in CustomField.objects.in_use()}
        return {str(key): _answer(fields.get(str(key)), str(key), answer) for key, answer in value.items()}


def _answer(field: CustomField | None, key: str, answer: Any) -> Any:
    if field is None:
        raise ValidationError({key[:40]: [_("We have no such field.")]})
    if isinstance(answer, dict | list):
        raise ValidationError({key: [_("This is of the wrong type.")]})
    text = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer or "")
    try:
        return clean_custom(field, "0" if answer == 0 and not isinstance(answer, bool) else text)
    except NotUnderstood as problem:
        raise ValidationError({key: [problem.sentence]}) from None


class ExternalIdBody(Body):
    """What another system calls this customer."""

    source = Text(partial(cleaning.clean_text, longest=40), required=True)  # type: ignore[assignment]
    value = Text(cleaning.clean_code, required=True)


class CustomerChange(Body):
    """What can be written about a customer. What is not sent stays; a list replaces what was there."""

    given_name = Text(cleaning.clean_name)
    family_name = Text(cleaning.clean_name)
    preferred_name = Text(cleaning.clean_name)
    company = Text(partial(cleaning.clean_text, longest=120))
    phones = Several(Phone())
    emails = Several(Text(cleaning.clean_email))
    birthday = Text(partial(cleaning.clean_birthday, order="ymd"), nothing=Birthday(None, None, None))  # type: ignore[arg-type]
    tags = Several(Text(partial(cleaning.clean_text, longest=40)))
    street = Text(cleaning.clean_text)
    postcode = Text(partial(cleaning.clean_text, longest=20))
    city = Text(partial(cleaning.clean_text, longest=80))
    region = Text(partial(cleaning.clean_text, longest=80))
    country = Text(cleaning.clean_country)
    language = OneOf(lambda: dict(language_choices()))
    source = Text(partial(cleaning.clean_text, longest=60))  # type: ignore[assignment]
    whereabouts = Text(cleaning.clean_note)
    preferred_channel = OneOf(lambda: dict(Channel.choices))
    relationship = OneOf(lambda: dict(Relationship.choices))
    household = Text(partial(cleaning.clean_text, longest=120))
    card_code = Text(partial(cleaning.clean_code, longest=40), nothing=None)
    custom = OwnAnswers()


class CustomerBody(CustomerChange):
    """A new customer; any one way to know them is enough."""

    external_ids = ExternalIdBody(many=True, required=False, max_length=MOST_NAMES)  # type: ignore[call-arg]


class ExternalIdShown(serializers.Serializer[Any]):
    source = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()


class CustomerShown(serializers.Serializer[Any]):
    """A customer. `version` is what `If-Match` wants; figures are kept by the shop."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    display_name = serializers.CharField()
    given_name = serializers.CharField()
    family_name = serializers.CharField()
    preferred_name = serializers.CharField()
    company = serializers.CharField()
    phones = serializers.ListField(child=serializers.CharField(), source="*")
    emails = serializers.ListField(child=serializers.CharField(), source="*")
    birthday = serializers.CharField(source="*", allow_null=True)
    tags = serializers.ListField(child=serializers.CharField(), source="*")
    street = serializers.CharField()
    postcode = serializers.CharField()
    city = serializers.CharField()
    region = serializers.CharField()
    country = serializers.CharField()
    language = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    whereabouts = serializers.CharField()
    preferred_channel = serializers.CharField()
    relationship = serializers.CharField()
    household = serializers.CharField(source="*")
    card_code = serializers.CharField(allow_null=True)
    external_ids = ExternalIdShown(many=True, source="*")
    custom = serializers.DictField()
    do_not_disturb = serializers.BooleanField(source="*")
    stage = serializers.CharField()
    purchase_count = serializers.IntegerField()
    spend = Money()
    first_purchase_at = At(allow_null=True)
    last_purchase_at = At(allow_null=True)
    last_seen_at = At(allow_null=True)
    created_at = At()

    def to_representation(self, instance: Customer) -> dict[str, Any]:
        """Lists from what was fetched along: no question for each row."""
        fields = cast("dict[str, serializers.Field[Any, Any, Any, Any]]", self.fields)
        return {
            name: SPECIAL[name](instance) if name in SPECIAL else _plain(field, getattr(instance, name))
            for name, field in fields.items()
        }


def _plain(field: serializers.Field[Any, Any, Any, Any], value: Any) -> Any:
    return field.to_representation(value) if value is not None and isinstance(field, At | Money) else value


def _birthday(customer: Customer) -> str | None:
    """ "1980-03-14", or "--03-14" when they keep the year to themselves."""
    if not (customer.birth_day and customer.birth_month):
        return None
    year = f"{customer.birth_year:04}" if customer.birth_year else "-"
    return f"{year}-{customer.birth_month:02}-{customer.birth_day:02}"


SPECIAL: Mapping[str, Callable[[Customer], Any]] = {
    "phones": lambda customer: [phone.number for phone in customer.phones.all()],
    "emails": lambda customer: [email.address for email in customer.emails.all()],
    "tags": lambda customer: [tag.name for tag in customer.tags.all()],
    "birthday": _birthday,
    "household": lambda customer: customer.household.name if customer.household else "",
    "external_ids": lambda customer: [
        {"source": each.source, "value": each.value} for each in customer.external_ids.all()
    ],
    "do_not_disturb": lambda customer: customer.do_not_disturb_since is not None,
}


def details_of(given: dict[str, Any], customer: Customer | None) -> Details:
    """The answers as the actions take them.

    Raises ValidationError when a card is another customer's, or nothing is left to know somebody by.
    """
    details = {name: value for name, value in given.items() if name in Details.__annotations__}
    for name in ("phones", "emails", "tags"):
        if name in details:
            details[name] = list(details[name])
    if "birthday" in given:
        born: Birthday = given["birthday"]
        details |= {"birth_day": born.day, "birth_month": born.month, "birth_year": born.year}
    if "custom" in details:
        kept = (customer.custom if customer else {}) | (details["custom"] or {})
        details["custom"] = {key: value for key, value in kept.items() if value not in (None, "")}
    _refuse_taken_card(details.get("card_code"), customer)
    _refuse_nobody(details, customer)
    return cast("Details", details)


def _refuse_taken_card(code: str | None, customer: Customer | None) -> None:
    others = Customer.objects.exclude(pk=customer.pk if customer else 0)
    if code and others.filter(card_code=code).exists():
        raise ValidationError({"card_code": [_("Another customer has this card.")]})


def _refuse_nobody(details: dict[str, Any], customer: Customer | None) -> None:
    def is_known_by(way: str) -> bool:
        if way in details or customer is None:
            return bool(details.get(way))
        return bool(READERS[way](customer) if way in READERS else getattr(customer, way))

    if not any(is_known_by(way) for way in WAYS_TO_KNOW):
        raise ValidationError({"given_name": [str(NOBODY)]})
