"""The shop's own card."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from crm.shop.stale import SomebodyWasFaster, changed_fields, state_of


@dataclass(frozen=True)
class ShopCard:
    """What the settings page may change."""

    name: str
    legal_name: str
    legal_footer: str
    country: str
    time_zone: str
    currency: str
    phone_country: str
    language: str
    requires_second_factor: bool
    answer_within_hours: int | None


# The shop's own money and its days: what the floors above keep counted by them is counted again.
COUNTED_BY = {"currency", "time_zone"}
CountAgain = Callable[[User], object]
_COUNTS: list[CountAgain] = []
SHOWN = tuple(field.name for field in fields(ShopCard))


def counts_by_the_card(count: CountAgain) -> CountAgain:
    """Register who asks for a new count when the shop's money or its days change."""
    if count not in _COUNTS:
        _COUNTS.append(count)
    return count


def state_of_shop(shop: ShopSettings) -> str:
    """What the settings form has seen of the shop."""
    return state_of(shop, SHOWN)


@transaction.atomic
def edit_shop(card: ShopCard, *, state: str, by: User) -> ShopSettings:
    """Change the shop's card.

    Raises SomebodyWasFaster.
    """
    shop = ShopSettings.objects.select_for_update().get(pk=1)
    changed = changed_fields(shop, asdict(card))
    if not changed:
        return shop
    if state != state_of_shop(shop):
        raise SomebodyWasFaster
    for name in changed:
        setattr(shop, name, getattr(card, name))
    shop.save(update_fields=changed)
    audit.record("shop.edited", shop, by=by, fields=changed)
    if COUNTED_BY & set(changed):
        for count in _COUNTS:
            count(by)
    return shop
