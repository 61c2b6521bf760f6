"""Money for long lists: the words of the money filter, without reading the rules of the locale each time."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import get_language

from crm.web.templatetags.amounts import money

Writer = Callable[[Decimal], str]
SAMPLE = Decimal("1234567.89")
# "£1,234,567.89": what stands before, between thousands, before the decimals, behind.
USUAL = re.compile(r"(\D*)1(\D?)234(\D?)567(\D)89(\D*)")


def quick_money(amount: Decimal, currency: str) -> str:
    """£1,234.50: what the money filter says, for one row of many."""
    return _writer(currency, get_language() or "")(amount)


@lru_cache(maxsize=100)
def _writer(currency: str, _language: str) -> Writer:
    """How amounts look here, learnt from one; unusual looks are left to the rules of the locale."""
    match = USUAL.fullmatch(money(SAMPLE, currency))
    if not match or match[2] != match[3]:
        return lambda amount: money(amount, currency)
    before, thousands, _same, decimals, behind = match.groups()
    # Some locales group four digits only from ten thousand on.
    least = 1_000 if thousands in money(Decimal(1234), currency)[len(before) :][:2] else 10_000
    signs = str.maketrans({",": thousands, ".": decimals})

    def write(amount: Decimal) -> str:
        if amount < 0 or 999 < amount < least:
            return money(amount, currency)
        return f"{before}{format(amount, ',.2f').translate(signs)}{behind}"

    return write
