"""`{% news "customer" customer.pk %}`: the place where a page says what has happened while it stood open."""

import time
from typing import Any

from django import template

from crm.shop.news import PAUSES

register = template.Library()


@register.inclusion_tag("shop/_news.html")
def news(kind: str, pk: int = 0) -> dict[str, Any]:
    """Empty at first. Without script it stays so, and the page is loaded anew as ever."""
    since = str(int(time.time() * 1000))
    return {"kind": kind, "pk": pk, "since": since, "pause": PAUSES[0][1], "news": None}
