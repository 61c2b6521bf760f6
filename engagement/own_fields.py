"""The shop's own questions as words of a mail: `{{ own_boot_size|your size }}`."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from customers.models import Customer, CustomField, CustomFieldKind
from engagement.merge_fields import OWN, MergeField

EXAMPLES = {
    CustomFieldKind.TEXT: "…",
    CustomFieldKind.NUMBER: "42",
    CustomFieldKind.DAY: "1 June 2019",
    CustomFieldKind.CHOICE: "…",
    CustomFieldKind.YES_NO: "…",
}


def own_merge_fields() -> list[MergeField]:
    """One for each question that is asked now."""
    return [
        MergeField(f"{OWN}{field.key}", field.label, _example(field), is_about_customer=True)
        for field in CustomField.objects.in_use()
    ]


def own_examples(*texts: str) -> dict[str, str]:
    """{merge field: something that could stand there} of those that stand in these words."""
    if not any(OWN in text for text in texts):
        return {}
    return {field.name: str(field.example) for field in own_merge_fields()}


def own_words(customer: Customer, wanted: Collection[str]) -> dict[str, str]:
    """{merge field: their answer}; nothing for a question that is asked no more."""
    keys = {name.removeprefix(OWN) for name in wanted if name.startswith(OWN)}
    asked = CustomField.objects.in_use().filter(key__in=keys) if keys else ()
    return {f"{OWN}{field.key}": _in_words(field, customer.custom.get(field.key, "")) for field in asked}


def _in_words(field: CustomField, answer: Any) -> str:
    if isinstance(answer, bool):
        return _("yes") if answer else _("no")
    if field.kind == CustomFieldKind.DAY and answer:
        return date_format(date.fromisoformat(str(answer)), "DATE_FORMAT")
    return str(answer)


def _example(field: CustomField) -> str:
    return field.choices[0] if field.choices else EXAMPLES[CustomFieldKind(field.kind)]
