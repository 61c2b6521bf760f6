"""The two columns we add to refused rows, so that the mended file is known again without them."""

from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from customers.cleaning import fold


def added_headers() -> list[str]:
    """What the download of refused rows puts behind the columns of the file."""
    return [_("Row"), _("Reason")]


def own_headers(headers: Sequence[str]) -> list[str]:
    """The columns of the file itself: without those that we added, in whatever language."""
    is_ours = tuple(map(fold, headers[-2:])) in _added_in_every_language()
    return list(headers[:-2] if is_ours else headers)


@cache
def _added_in_every_language() -> frozenset[tuple[str, ...]]:
    added = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            added.add(tuple(map(fold, added_headers())))
    return frozenset(added)
