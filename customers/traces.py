"""What tells that somebody has become more than what a file said of them: rows that hang on them."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Model, Q

from crm.shop.relations import relations_to
from customers.models import (
    Buying,
    CategoryBought,
    Customer,
    Email,
    ExternalId,
    Phone,
    PurchaseLine,
    SearchWord,
    StageChange,
    TillRoll,
)

# What came with the file or is counted from the rest; the floors above add theirs from `ready()`.
_HARMLESS: dict[type[Model], Q] = dict.fromkeys(
    (
        *(Email, Phone, ExternalId, SearchWord, StageChange, PurchaseLine, TillRoll),
        *(CategoryBought, Buying),
        Customer.tags.through,
    ),
    Q(),
)


def leaves_no_trace(model: type[Model], only: Q | None = None) -> None:
    """Say that nobody misses such rows (or only these of them) when their customer or purchase goes."""
    _HARMLESS[model] = only or Q()


def traces_of(
    model: type[Model], numbers: Collection[int], *, harmless: Mapping[type[Model], Q]
) -> dict[int, set[type[Model]]]:
    """{number: what hangs on it} of those customers or purchases that somebody would miss."""
    found: dict[int, set[type[Model]]] = defaultdict(set)
    known = {**_HARMLESS, **harmless}
    for relation in relations_to(model):
        if not relation.is_direct or (relation.model in known and not known[relation.model]):
            continue
        rows = relation.model._default_manager.filter(**{f"{relation.way}__in": list(numbers)}).order_by()
        rows = rows.exclude(known.get(relation.model, Q(pk__in=[])))
        for number in rows.values_list(relation.column.attname, flat=True).distinct():
            found[number].add(relation.model)
    return found
