"""Amounts as people write them here: money, numbers, phone numbers."""

from decimal import Decimal
from functools import cache, lru_cache

import phonenumbers
from babel import Locale
from babel.numbers import format_currency, format_decimal, format_percent
from django import template
from django.utils.translation import get_language, to_locale

from crm.web.lasting import lasting

register = template.Library()
register.filter(lasting)
Amount = Decimal | int | float | None


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(to_locale(language))


def _here() -> Locale:
    return _locale(get_language() or "en-gb")


@register.filter
def money(amount: Amount, currency: str) -> str:
    """£1,234.50: with the decimals this currency has."""
    return "" if amount is None else _written(Decimal(amount), currency, get_language() or "en-gb")


@lru_cache(maxsize=8192)
def _written(amount: Decimal, currency: str, language: str) -> str:
    """A shop has few prices, and a page many of them."""
    return format_currency(amount, currency, locale=_locale(language))


@register.filter
def unit_price(amount: Amount, currency: str) -> str:
    """Like money, but a third or fourth decimal is not rounded away: real price lists have them."""
    if amount is None:
        return ""
    exact = Decimal(str(amount)).normalize()
    if -exact.as_tuple().exponent <= 2:  # type: ignore[operator] # never NaN: it comes from the book
        return money(exact, currency)
    return format_currency(exact, currency, locale=_here(), decimal_quantization=False)


@register.filter
def number(amount: Amount) -> str:
    """12,345 or 1.5."""
    return "" if amount is None else format_decimal(amount, locale=_here())


def exactly(amount: Decimal | int) -> str:
    """12,345 or 0.00125: every digit that was typed counts."""
    written: str = format_decimal(Decimal(amount).normalize(), locale=_here(), decimal_quantization=False)
    return written


@register.filter
def percent(share: Amount) -> str:
    """0.25 → 25%."""
    return "" if share is None else format_percent(share, locale=_here())


@register.filter
def points(share: Amount) -> str:
    """0.25 → 25: percentage points, for the difference of two shares."""
    return "" if share is None else format_decimal(share * 100, format="#,##0", locale=_here())


@register.filter
def signed(score: Amount) -> str:
    """38 → +38, 0 → 0: points of a score that may be below nought."""
    if score is None:
        return ""
    whole = round(score)
    return format_decimal(whole, format="+#,##0;-#,##0" if whole else "0", locale=_here())


@register.filter
@lru_cache(maxsize=20_000)  # reading a number costs more than the query that brought it
def phone(written: str, country: str = "") -> str:
    """A stored number (E.164) as people at home write it; with the country code when it is abroad."""
    return _dialled(written, country)


@lru_cache(maxsize=8192)
def _dialled(written: str, country: str) -> str:
    try:
        parsed = phonenumbers.parse(written)
    except phonenumbers.NumberParseException:
        return written
    # By its code: also where several countries share one, and for numbers that nobody has yet.
    at_home = parsed.country_code == phonenumbers.country_code_for_region(country)
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, style)
