"""What a country brings with it: currency, zone and phone prefix, to fill in the first-run page."""

import zoneinfo
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies

# Where most people live, in countries of several zones whose first by name is another.
MAIN_ZONES = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CL": "America/Santiago",
    "CY": "Asia/Nicosia",
    "ES": "Europe/Madrid",
    "GB": "Europe/London",
    "GL": "America/Nuuk",
    "KI": "Pacific/Tarawa",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
# Babel's list also holds groups of countries and codes for tests.
NOT_COUNTRIES = frozenset(["EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"])


@dataclass(frozen=True)
class CountryProfile:
    """The usual settings of a shop in this country."""

    code: str
    currency: str
    time_zone: str


def country_choices(language: str = "en") -> list[tuple[str, str]]:
    """(code, name) of every country, by name."""
    names = Locale.parse(language.replace("-", "_")).territories
    countries = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    countries = [country for country in countries if country[0] not in NOT_COUNTRIES]
    return sorted(countries, key=lambda country: country[1])


def language_choices(language: str = "en") -> list[tuple[str, str]]:
    """(code, name) of every language with a two-letter code, by name."""
    names = Locale.parse(language.replace("-", "_")).languages
    return sorted(
        ((code, name) for code, name in names.items() if len(code) == 2), key=lambda spoken: spoken[1]
    )


def currency_choices(language: str = "en") -> list[tuple[str, str]]:
    """(code, "code · name") of every currency in use, by code."""
    return list(_currencies_on(date.today(), language).items())  # noqa: DTZ011 - as Babel asks for it


def time_zone_choices() -> list[tuple[str, str]]:
    """Every zone that has a place in its name, by name."""
    zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and zone[0].isupper())
    usable = [zone for zone in zones if not zone.startswith(("Etc/", "SystemV/"))]
    return [(zone, zone.replace("_", " ")) for zone in [*usable, "UTC"]]


def profile_of(code: str) -> CountryProfile:
    """The usual currency and zone of a country; EUR and UTC where nobody knows."""
    currencies = get_territory_currencies(code) or ["EUR"]
    zones = [zone for zone, country in get_global("zone_territories").items() if country == code]
    main_zone = MAIN_ZONES.get(code) or next(iter(sorted(zones)), "UTC")
    return CountryProfile(code, currencies[0], main_zone)


@lru_cache(maxsize=8)
def _currencies_on(day: date, language: str) -> dict[str, str]:
    """Found once a day: a batch of receipts asks five hundred times."""
    names = Locale.parse(language.replace("-", "_")).currencies
    in_use = {
        currency
        for territory in get_global("territory_currencies")
        for currency in get_territory_currencies(territory, start_date=day)
    }
    return {code: f"{code} · {names[code]}" for code in sorted(in_use & set(names))}
