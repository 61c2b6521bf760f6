"""A mail on the desk: words, a brand, a frame, and what a browser would make of it."""

from collections.abc import Callable
from typing import Any

import pytest

from engagement.merge_fields import examples
from engagement.models import Brand
from engagement.rendering import Frame, Rendering, Words, render

FRAME = {
    "shop_name": "The Corner Shop",
    "legal_name": "Corner Shop Ltd",
    "legal_footer": "1 High Street\nHull HU1 1AA",
    "reason": "You get this mail because you wanted news.",
    "preferences_url": "https://shop.example/u/abc/",
    "unsubscribe_url": "https://shop.example/u/abc/",
    "language": "en-gb",
}


def drawn(
    body: str,
    subject: str = "Hello",
    *,
    fields: dict[str, str] | None = None,
    brand: Brand | None = None,
    text_body: str = "",
    **frame: Any,
) -> Rendering:
    words = Words(subject, body, text_body, "marketing")
    return render(words, examples() | (fields or {}), brand or Brand(), Frame(**(FRAME | frame)))


@pytest.fixture
def draw() -> Callable[..., Rendering]:
    return drawn
