"""Two customers side by side: what each says, field by field, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from customers.merging.choices import ADDRESS, CHOICES, LISTS, OWN, side_of
from customers.models import Customer, CustomField
from customers.own_answers import own_answer


@dataclass(frozen=True)
class Compared:
    """One thing that at least one of the two says; where both say the same there is nothing to choose."""

    name: str
    label: str
    kept: str
    gone: str
    side: str  # whose word it would be: "kept" or "gone"
    is_list: bool = False

    @property
    def is_same(self) -> bool:
        return self.kept == self.gone


def compare(kept: Customer, gone: Customer) -> list[Compared]:
    """Everything that differs or agrees; what neither says is left out."""
    fields = [
        Compared(name, _label(name), _words(kept, name), _words(gone, name), side_of(kept, gone, name, {}))
        for name in CHOICES
    ]
    lists = [_compared_list(kept, gone, name) for name in LISTS]
    return [each for each in [*fields, *_own(kept, gone), *lists] if each.kept or each.gone]


def what_differs(compared: list[Compared]) -> list[Compared]:
    """What there is to choose: of a list that one of them alone has, nothing comes first."""
    return [
        each for each in compared if not each.is_same and not (each.is_list and not (each.kept and each.gone))
    ]


def _compared_list(kept: Customer, gone: Customer, name: str) -> Compared:
    labels = {"phones": _("Which phone comes first"), "emails": _("Which e-mail comes first")}
    ours, theirs = (", ".join(map(str, getattr(each, name).all())) for each in (kept, gone))
    return Compared(name, labels[name], ours, theirs, "kept", is_list=True)


def _own(kept: Customer, gone: Customer) -> list[Compared]:
    """The shop's own questions, with the answers of both."""
    return [
        Compared(
            OWN + field.key,
            field.label,
            own_answer(kept.custom.get(field.key), field.kind),
            own_answer(gone.custom.get(field.key), field.kind),
            "kept" if field.key in kept.custom else "gone",
        )
        for field in CustomField.objects.in_use()
    ]


def _label(name: str) -> str:
    labels = {"birthday": _("Birthday"), "address": _("Address"), "household": _("Household")}
    return labels.get(name) or capfirst(str(_field(name).verbose_name))


def _field(name: str) -> Any:
    return Customer._meta.get_field(name)


def _birthday(customer: Customer) -> str:
    day = customer.birthday
    year = str(customer.birth_year or "")
    return f"{date_format(day, 'MONTH_DAY_FORMAT')} {year}".strip() if day else ""


def _words(customer: Customer, name: str) -> str:
    if name == "birthday":
        return _birthday(customer)
    if name == "address":
        return ", ".join(filter(None, (str(getattr(customer, part)) for part in ADDRESS)))
    if _field(name).choices:
        return str(getattr(customer, f"get_{name}_display")())
    return str(getattr(customer, name) or "")
