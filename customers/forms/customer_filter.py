"""The filter as a form: what it sends is the address of the list, so it validates nothing itself."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location, User
from customers.columns import COLUMNS
from customers.filtering.own_fields import PREFIX
from customers.filtering.parameters import CONSENTS, MISSING_WORDS, NOBODY, QUIET
from customers.listing import SORT_WORDS, Listing
from customers.models import Customer, CustomField, CustomFieldKind, Relationship, Stage, Tag

MOST_SOURCES = 30
EITHER: list[tuple[str, Any]] = [("", "-")]
SECTIONS = {
    "cycle": ("stage", "relationship"),
    "words": ("tag", "every_tag", "source", "location", "owner"),
    "bought": ("within", "not_within", "bought_since", "bought_before"),
    "figures": ("spend_from", "spend_to", "purchases_from", "purchases_to"),
    "person": ("birthday_month", "missing", "consent_email", "quiet", "created_since"),
}


def _ticks(label: Any, choices: Any) -> forms.Field:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)


def _pick(label: Any, choices: Any) -> forms.Field:
    return forms.ChoiceField(label=label, choices=[*EITHER, *choices])


def _day(label: Any) -> forms.Field:
    return forms.CharField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


def _number(label: Any, step: str = "1") -> forms.Field:
    return forms.CharField(label=label, widget=forms.NumberInput(attrs={"min": "0", "step": step}))


class CustomerFilterForm(forms.Form):
    """Every quick filter, the shop's own fields, the columns and the order."""

    use_required_attribute = False

    stage = _ticks(_("Stage"), Stage.choices)
    relationship = _ticks(_("Relationship"), Relationship.choices)
    within = _number(_("Bought within the last … days"))
    not_within = _number(_("Last bought more than … days ago"))
    bought_since = _day(_("Last bought on or after"))
    bought_before = _day(_("Last bought before"))
    spend_from = _number(_("Spent at least"), "any")
    spend_to = _number(_("Spent at most"), "any")
    purchases_from = _number(_("Purchases, at least"))
    purchases_to = _number(_("Purchases, at most"))
    birthday_month = _ticks(_("Birthday in"), [(str(number), name) for number, name in MONTHS.items()])
    missing = _ticks(_("Missing"), MISSING_WORDS.items())
    consent_email = _pick(
        _("May get news by e-mail"), [(key, words) for key, (words, _q) in CONSENTS.items()]
    )
    quiet = _pick(_("Do not disturb"), [(key, words) for key, (words, _q) in QUIET.items()])
    created_since = _day(_("Known to us since"))
    sort = forms.ChoiceField(label=_("Order"), choices=[*SORT_WORDS.items()])

    def __init__(self, listing: Listing) -> None:
        given = {each.name: list(each.values) for each in listing.filter.conditions}
        initial: dict[str, Any] = {"sort": listing.sort, "columns": [each.key for each in listing.columns]}
        super().__init__(auto_id="filter_%s")
        self.fields.update(_fields_from_the_book(given.get("source", [])))
        own = list(CustomField.objects.in_use())
        self.own_names = [name for field in own for name in self._add(field)]
        columns = [(key, column.label) for key, column in COLUMNS.items()]
        columns += [(f"{PREFIX}{field.key}", field.label) for field in own]
        self.fields["columns"] = _ticks(_("Columns"), columns)
        for name, field in self.fields.items():
            field.required = False
            values = given.get(name, [])
            many = isinstance(field, forms.MultipleChoiceField)
            self.initial[name] = values if many else next(iter(values), "")
        self.initial.update(initial)
        self.typed = next(iter(given.get("q", [])), "")

    def _add(self, field: CustomField) -> Iterator[str]:
        for ending, made in _own_fields(field).items():
            name = f"{PREFIX}{field.key}{ending}"
            self.fields[name] = made
            yield name

    def section(self, names: tuple[str, ...] | list[str]) -> list[forms.BoundField]:
        """Some of the fields."""
        return [self[name] for name in names]

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField], bool]]:
        """(heading, fields, does it ask something) of each part of the form."""
        headings = {
            "cycle": _("Where they stand"),
            "words": _("Tags and people"),
            "bought": _("Last purchase"),
            "figures": _("How much"),
            "person": _("Who they are"),
        }
        parts = [(headings[key], self.section(names)) for key, names in SECTIONS.items()]
        own = [(_("Our own questions"), self.section(self.own_names))] if self.own_names else []
        asking = [
            (heading, fields, any(field.initial for field in fields)) for heading, fields in [*parts, *own]
        ]
        return [*asking, (_("What the list shows"), self.section(["sort", "columns"]), False)]


def _fields_from_the_book(sources: list[str]) -> dict[str, forms.Field]:
    tags = [(str(tag.pk), tag.name) for tag in Tag.objects.all()]
    people = [(str(person.pk), person.name) for person in User.objects.active()]
    places = [(str(place.pk), place.name) for place in Location.objects.all()]
    return {
        "tag": _ticks(_("Any of the tags"), tags),
        "every_tag": _ticks(_("All of the tags"), tags),
        "source": _ticks(_("Found us by"), [(each, each) for each in _sources(sources)]),
        "location": _ticks(_("Last seen in"), places),
        "owner": _ticks(_("Looked after by"), [*people, (NOBODY, _("nobody"))]),
    }


def _sources(asked: list[str]) -> list[str]:
    """The ways people found us, along the index: one step for each way, not for each customer."""
    found: list[str] = []
    last = ""
    while len(found) < MOST_SOURCES:
        following = Customer.objects.filter(source__gt=last).order_by("source")
        last = following.values_list("source", flat=True).first() or ""
        if not last:
            break
        found.append(last)
    return sorted({*found, *asked})


def _own_fields(field: CustomField) -> dict[str, forms.Field]:
    """{ending of the name: form field} of one of the shop's own questions."""
    kind = CustomFieldKind(field.kind)
    if kind == CustomFieldKind.CHOICE:
        return {"": _ticks(field.label, [(choice, choice) for choice in field.choices])}
    if kind == CustomFieldKind.YES_NO:
        return {"": _pick(field.label, [("yes", _("yes")), ("no", _("no"))])}
    if kind == CustomFieldKind.NUMBER:
        return {
            ".from": _number(_("%s, at least") % field.label, "any"),
            ".to": _number(_("%s, at most") % field.label, "any"),
        }
    if kind == CustomFieldKind.DAY:
        return {
            ".from": _day(_("%s, on or after") % field.label),
            ".before": _day(_("%s, before") % field.label),
        }
    return {"": forms.CharField(label=field.label)}
