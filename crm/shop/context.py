"""What every page knows: the shop, what this person may do, whether the clock goes round."""

from typing import Any

from django.http import HttpRequest

from crm.shop.background import silence_since
from crm.shop.mail import mail_is_set_up
from crm.shop.models import ShopSettings, User
from crm.shop.permissions import Permission
from crm.shop.signs import read_sign


class Can:
    """`{% if can.customer_edit %}` asks for Permission "customer.edit"."""

    def __init__(self, user: object) -> None:
        self._user = user

    def __getattr__(self, name: str) -> bool:
        try:
            permission = Permission[name.upper()]
        except KeyError:
            raise AttributeError(name) from None
        return isinstance(self._user, User) and self._user.can(permission)


def shop_and_rights(request: HttpRequest) -> dict[str, Any]:
    """The shop, `can`, whether mail can leave, and a warning for those who can mend the clock."""
    shop: ShopSettings | None = getattr(request, "shop", None)
    can = Can(getattr(request, "user", None))
    watches = can.settings_edit and not getattr(request, "htmx", False)
    return {
        "shop": shop,
        "can": can,
        "mail_is_set_up": mail_is_set_up(),
        "background_is_late": silence_since(read_sign(shop, "background_seen_at")) if watches else None,
    }
