"""What people may type about a customer."""

from functools import partial
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.shop.countries import country_choices, language_choices
from crm.shop.models import ShopSettings, User
from crm.shop.permissions import Permission
from customers import cleaning
from customers.actions.contact import household_of
from customers.cleaning import Birthday
from customers.details import APART, Details
from customers.forms.custom_field import form_field_for, form_fields
from customers.forms.fields import CleanedField, LinesField, OnceForm
from customers.forms.referral import sent_by_field
from customers.models import Channel, Customer, CustomField, Relationship
from customers.sharing import Sharing, likeliest_first, namesakes, who_shares

NOBODY = _("Please give at least a name, a phone number, an e-mail or a card code.")
WAYS_TO_KNOW = ("given_name", "family_name", "preferred_name", "company", "phones", "emails", "card_code")
NAME = ("given_name", "family_name")
MAIN_FIELDS = ("given_name", "family_name", "phones", "emails", "tags", "source", "sent_by")


class CustomerForm(OnceForm):
    """Everything about a customer that is typed; nothing of it is required, but something is."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    given_name = CleanedField(cleaning.clean_name, label=_("First name"))
    family_name = CleanedField(cleaning.clean_name, label=_("Last name"))
    preferred_name = CleanedField(cleaning.clean_name, label=_("Likes to be called"))
    company = CleanedField(partial(cleaning.clean_text, longest=120), label=_("Company or club"))
    phones = LinesField(str, label=_("Phone"), help_text=_("One a line."))
    emails = LinesField(cleaning.clean_email, label=_("E-mail"), help_text=_("One a line."))
    birthday = CleanedField(
        cleaning.clean_birthday, label=_("Birthday"), help_text=_("14/3, or with the year 14/3/1980.")
    )
    tags = CleanedField(cleaning.clean_tags, label=_("Tags"), help_text=_("Parted by commas."))
    street = CleanedField(cleaning.clean_text, label=_("Street"))
    postcode = CleanedField(partial(cleaning.clean_text, longest=20), label=_("Postcode"))
    city = CleanedField(partial(cleaning.clean_text, longest=80), label=_("Town"))
    region = CleanedField(partial(cleaning.clean_text, longest=80), label=_("Region"))
    country = forms.ChoiceField(label=_("Country"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    source = CleanedField(partial(cleaning.clean_text, longest=60), label=_("How they found us"))
    sent_by = sent_by_field()
    whereabouts = CleanedField(
        cleaning.clean_note,
        label=_("Where to find them"),
        help_text=_("Clubs, work, media, social."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    preferred_channel = forms.ChoiceField(
        label=_("Prefers"), choices=[("", "-"), *Channel.choices], required=False
    )
    relationship = forms.ChoiceField(
        label=_("Relationship"), choices=[("", "-"), *Relationship.choices], required=False
    )
    looked_after_by = forms.ModelChoiceField(User.objects.none(), label=_("Looked after by"), required=False)
    household = CleanedField(
        partial(cleaning.clean_text, longest=120),
        label=_("Household"),
        help_text=_("People with the same household name live together."),
    )
    card_code = CleanedField(partial(cleaning.clean_code, longest=40), label=_("Card code"))

    def __init__(
        self,
        *args: Any,
        shop: ShopSettings,
        user: User | None = None,
        customer: Customer | None = None,
        **kwargs: Any,
    ) -> None:
        self.customer = customer
        kwargs["initial"] = {**(initial_of(customer) if customer else {}), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._ask_who_sent_them(user)
        phones = self.fields["phones"]
        phones.cleaning = lambda line: cleaning.clean_phone(line, shop.phone_country)  # type: ignore[attr-defined]
        self.fields["country"].choices = [("", "-"), *country_choices()]  # type: ignore[attr-defined]
        self.fields["language"].choices = _languages(customer)  # type: ignore[attr-defined]
        self.fields["looked_after_by"].queryset = User.objects.active()  # type: ignore[attr-defined]
        self.own_fields = list(CustomField.objects.in_use())
        self.fields.update(form_fields(self.own_fields, customer))

    def _ask_who_sent_them(self, user: User | None) -> None:
        """Only about somebody new, and whoever may write it down."""
        if self.customer is None and user is not None and user.can(Permission.REFERRAL_RECORD):
            self.fields["sent_by"].user = user  # type: ignore[attr-defined]
        else:
            del self.fields["sent_by"]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What is asked at the counter."""
        return [self[name] for name in MAIN_FIELDS if name in self.fields]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What is filled in when there is time."""
        return [field for field in self.visible_fields() if field.name not in MAIN_FIELDS]

    @property
    def way(self) -> str:
        """How we know who sent them."""
        return self.fields["sent_by"].way  # type: ignore[attr-defined,no-any-return]

    def clean_card_code(self) -> str | None:
        return self.cleaned_data["card_code"] or None

    def shared_with(self, among: QuerySet[Customer]) -> list[Sharing]:
        """Who else has what this form says for the first time."""
        others = among.exclude(pk=self.customer.pk) if self.customer else among
        people = who_shares(
            others,
            phones=self._new_lines("phones"),
            emails=self._new_lines("emails"),
            card_code=self.cleaned_data["card_code"],
        )
        known = {each.customer.pk for each in people}
        people += [each for each in self._namesakes(others) if each.customer.pk not in known]
        return likeliest_first(people, self._name)

    def alike_so_far(self, among: QuerySet[Customer]) -> list[Sharing]:
        """Who has what is typed so far, as far as it can be understood."""
        said = self.cleaned_data
        ways = {name: said.get(name) or [] for name in ("phones", "emails")}
        people = who_shares(among, **ways, card_code=said.get("card_code"))
        known = {each.customer.pk for each in people}
        people += [each for each in namesakes(among, self._name, **ways) if each.customer.pk not in known]
        return likeliest_first(people, self._name)

    @property
    def _name(self) -> tuple[str, str]:
        """The first and the last name, as far as they can be understood."""
        given, family = (self.cleaned_data.get(name) or "" for name in NAME)
        return given, family

    def _namesakes(self, others: QuerySet[Customer]) -> list[Sharing]:
        """Who else is called like this; whoever keeps their name is not asked about it again."""
        if self.customer and self._name == tuple(self.initial[name] for name in NAME):
            return []
        ways = {name: self.cleaned_data[name] for name in ("phones", "emails")}
        return namesakes(others, self._name, **ways)

    def _new_lines(self, name: str) -> list[str]:
        return [line for line in self.cleaned_data[name] if line not in self.initial.get(name, [])]

    def blame(self, people: list[Sharing]) -> None:
        """A card can be one customer's only."""
        if any(each.has_the_card for each in people):
            self.add_error("card_code", _("Another customer has this card."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(way) for way in WAYS_TO_KNOW):
            raise forms.ValidationError(NOBODY)
        return cleaned

    def details(self) -> Details:
        """The answers as the actions take them."""
        cleaned = self.cleaned_data
        birthday = cleaned["birthday"] or Birthday(None, None, None)  # type: ignore[arg-type]
        plain = {name: cleaned[name] for name in Details.__annotations__ if name in cleaned}
        plain |= {"birth_day": birthday.day, "birth_month": birthday.month, "birth_year": birthday.year}
        plain["tags"] = cleaned["tags"] or []
        plain["custom"] = self._custom()
        return cast("Details", plain)

    def _custom(self) -> dict[str, Any]:
        """Own fields that were filled in; what retired fields hold stays."""
        kept = dict(self.customer.custom) if self.customer else {}
        for field in self.own_fields:
            kept.pop(field.key, None)
            value = self.cleaned_data.get(form_field_for(field))
            if value not in (None, ""):
                kept[field.key] = value
        return kept


def _languages(customer: Customer | None) -> list[tuple[str, str]]:
    """All languages, and whatever an import may have written."""
    choices = [("", "-"), *language_choices()]
    known = customer.language if customer else ""
    return choices if known in dict(choices) else [*choices, (known, known)]


def initial_of(customer: Customer) -> dict[str, Any]:
    """What the form shows of a customer who exists."""
    plain = {
        name: getattr(customer, name)
        for name in Details.__annotations__
        if name not in APART and hasattr(customer, name)
    }
    return plain | {
        "version": customer.version,
        "birthday": birthday_text(customer),
        "household": household_of(customer),
        "phones": [phone.number for phone in customer.phones.all()],
        "emails": [email.address for email in customer.emails.all()],
        "tags": ", ".join(tag.name for tag in customer.tags.all()),
    }


def birthday_text(customer: Customer) -> str:
    """ "14/3" or "14/3/1980", as the form reads it back."""
    parts = (customer.birth_day, customer.birth_month, customer.birth_year)
    return "/".join(str(part) for part in parts if part)
