"""What a key such as "customers.customer:42" is called today: a socket each floor fills from `ready()`.

The trail itself holds no names. Whoever was erased has none any more.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from django.urls import reverse

from crm.shop.models import ApiToken, Device, Invitation, Location, ShopSettings, User

# Numbers of rows → number: name, in one query.
Naming = Callable[[Collection[int]], Mapping[int, str]]
_NAMINGS: dict[str, Naming] = {}
_PAGES: dict[str, str] = {}


def names(model_label: str, page: str = "") -> Callable[[Naming], Naming]:
    """Register how rows of "app.model" are called, and the name of the page that shows one."""

    def register(naming: Naming) -> Naming:
        _NAMINGS[model_label] = naming
        _PAGES[model_label] = page
        return naming

    return register


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Key → name, one query for each kind of thing; what has no name is left out."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for key in keys:
        kind, _colon, number = key.partition(":")
        if number.isdigit():
            numbers[kind].add(int(number))
    return {
        f"{kind}:{number}": name
        for kind, found in numbers.items()
        if kind in _NAMINGS
        for number, name in _NAMINGS[kind](found).items()
    }


def address_of(key: str) -> str:
    """Where the page of a key is; empty when it has none."""
    kind, _colon, number = key.partition(":")
    page = _PAGES.get(kind, "")
    return reverse(page, args=[number]) if page and number.isdigit() else ""


def _register_our_own() -> None:
    for model in (User, ApiToken, Device, Invitation, Location, ShopSettings):

        @names(model._meta.label_lower)
        def naming(numbers: Collection[int], model: type = model) -> Mapping[int, str]:
            return {row.pk: str(row) for row in model.objects.filter(pk__in=numbers)}  # type: ignore[attr-defined]


_register_our_own()
