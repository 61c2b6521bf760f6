"""Signs that something needs somebody who can mend it: fetched with the shop, in the same question."""

import time
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.db.models.expressions import Combinable

from crm.shop.models import ShopSettings
from crm.web.written_out import Question

Asked = Callable[[], Combinable]
_SIGNS: dict[str, Asked] = {}


def sign(name: str) -> Callable[[Asked], Asked]:
    """The socket: what this asks of the whole book is found on the request's shop as `sign_<name>`."""

    def register(asked: Asked) -> Asked:
        _SIGNS[f"sign_{name}"] = asked
        return asked

    return register


def read_sign(shop: ShopSettings | None, name: str) -> Any:
    """What was found; None where nobody looked, as before the shop is open."""
    return getattr(shop, f"sign_{name}", None)


def shop_with_signs() -> ShopSettings | None:
    """The open shop, with every sign."""
    return next(iter(_the_shop().ask()), None)


def shop_for_strangers() -> ShopSettings | None:
    """The open shop alone: who is not signed in mends nothing, and may see a change a second later."""
    kept = _shop_in_second(int(time.monotonic())) if settings.WEB_POOL else None
    return kept or ShopSettings.current()


@lru_cache(maxsize=1)
def _shop_in_second(_number: int) -> ShopSettings | None:
    """When a newsletter has left, hundreds follow its link, and each would ask for the very same row."""
    return ShopSettings.current()


@cache
def _the_shop() -> Question[ShopSettings]:
    """Every page asks for it."""
    signs = {name: asked() for name, asked in _SIGNS.items()}
    return Question(ShopSettings.objects.filter(pk=1).annotate(**signs))
