"""What an import changes about customers, in words: the field as staff know it, before and after."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from customers.actions.data_import import custom_labels
from customers.importing.fields import CUSTOMER_FIELDS
from customers.models import (
    Channel,
    ConsentChannel,
    ConsentTopic,
    Customer,
    QuickFactKind,
    Relationship,
)

LONGEST_SHOWN = 80
CHOICES: dict[str, Mapping[str, Any]] = {
    "preferred_channel": dict(Channel.choices),
    "relationship": dict(Relationship.choices),
}
LISTS = {"emails": "email", "phones": "phone", "tags": "tags", "external_ids": "external_id"}


class Change(NamedTuple):
    """One field of one customer."""

    label: str
    before: str
    after: str


def worded_changes(changes: Mapping[str, Sequence[Any]] | None, custom: Mapping[str, str]) -> list[Change]:
    """{field: [before, after]}, as the ledger keeps it, for people to read.

    `custom` ({key: label}) are the fields that this shop added.
    """
    return [
        change
        for name, (before, after) in (changes or {}).items()
        for change in (
            _custom(before or {}, after, custom)
            if name == "custom"
            else WORDED.get(name, _plain)(name, before, after)
        )
    ]


def samples_with_customers(samples: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Sample rows of a preview with whom they would hit, as the book knows them now."""
    keys = {sample["customer"] for sample in samples if sample.get("customer")}
    customers, custom = Customer.objects.in_bulk(keys), custom_labels()
    return [
        {
            **sample,
            "customer": customers.get(sample.get("customer") or 0),
            "is_of_this_file": "customer" in sample and (sample["customer"] or 0) <= 0,
            "changes": worded_changes(sample.get("changes"), custom),
        }
        for sample in samples
    ]


def _plain(name: str, before: Any, after: Any) -> Iterator[Change]:
    words = CHOICES.get(name, {})
    yield Change(field_label(name), _said(words.get(before, before)), _said(words.get(after, after)))


def _list(name: str, before: Any, after: Any) -> Iterator[Change]:
    lists = (", ".join(values or []) for values in (before, after))
    # The number of another system has its name before it, parted as the ledger keeps it.
    yield Change(field_label(LISTS[name]), *(_said(each.replace("\n", ": ")) for each in lists))


def _facts(_name: str, before: Any, after: Any) -> Iterator[Change]:
    """Facts are only added: what was known stays beside them."""
    known = [tuple(fact) for fact in before or []]
    for kind, text in map(tuple, after):
        if (kind, text) not in known:
            yield Change(str(QuickFactKind(kind).label), _said(""), _said(text))


def _custom(
    before: Mapping[str, Any], after: Mapping[str, Any], labels: Mapping[str, str]
) -> Iterator[Change]:
    for key, value in after.items():
        if value != before.get(key):
            yield Change(labels.get(key, key), _said(before.get(key)), _said(value))


def _answers(_name: str, _before: Any, after: Any) -> Iterator[Change]:
    for channel, topic, is_given, _asked_as in after:
        label = f"{ConsentTopic(topic).label} ({ConsentChannel(channel).label})"
        yield Change(label, _said(""), _said(is_given))


WORDED = {"facts": _facts, "answers": _answers} | dict.fromkeys(LISTS, _list)


def field_label(name: str) -> str:
    """What the columns page calls it, else what the form of a customer does."""
    for field in CUSTOMER_FIELDS:
        if field.key == name:
            return str(field.label)
    words = str(getattr(Customer._meta.get_field(name), "verbose_name", name))
    return words[:1].upper() + words[1:]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    words = "" if value is None else str(value)
    return (words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…") or _("nothing")
