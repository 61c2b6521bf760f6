"""From what people type, paste and export to what we keep. Pure; shared by pages, API and import.

Every function takes text and returns a clean value, or raises `NotUnderstood` with a sentence
for the person who typed it. Lengths are capped before anything else, so all of it is linear.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import phonenumbers
from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from crm.shop.countries import NOT_COUNTRIES

LONGEST_CELL = 10_000
FIRST_YEAR, LAST_YEAR = 1890, 2100
DAY_ORDERS = ("dmy", "mdy", "ymd")

# Lone surrogates cannot be stored either. Tab and line ends count as spaces.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_DAY = re.compile(r"([0-9]{1,4})[./ -]([0-9]{1,2})[./ -]([0-9]{1,4})\.?")
_COMPACT_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MIDNIGHT = re.compile(r"[T ](?:0?0:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?|12:00(?::00)? ?AM)$", re.IGNORECASE)
_DAY_AND_MONTH = re.compile(r"(--)?([0-9]{1,2})[./ -]?([0-9]{1,2})\.?")
_TIME = re.compile(
    r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r" ?([ap]\.?m\.?)? ?(z|utc|[+-][0-9]{2}:?[0-9]{2})?"
)
_AMOUNT = re.compile(  # -GBP 4.50, Rs.-4, 4.50-, 12 zł; letters that were meant as digits are no currency
    r"(?!.*(?<![^\W\d_])[oOIl]+(?![^\W\d_]))"
    r"([+-]?)(?:[^\W\d_]{1,4}\.?)?([+-]?)([0-9.,]+)(-?)(?:[^\W\d_]{1,4}\.?)?"
)
_GROUPED = {
    ".": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]*"),
    ",": re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*"),
}
_NO_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"}
)
_TIDIED = str.maketrans("\u2212\u2013\u2012", "---", " '\u2019\u00a0\u202f\u2009")
_YES = frozenset(["yes", "y", "true", "1", "on", "x", "✓", "subscribed", "ja", "oui", "si"])
_NO = frozenset(["no", "n", "false", "0", "off", "-", "unsubscribed", "nein", "nee", "non"])
_COUNTRY_ALIASES = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "eire": "IE", "republic of ireland": "IE", "usa": "US",
    "united states of america": "US", "rsa": "ZA", "holland": "NL",
    "the netherlands": "NL", "czech republic": "CZ", "deutschland": "DE", "osterreich": "AT",
    "schweiz": "CH", "espana": "ES", "italia": "IT",
}  # fmt: skip


class NotUnderstood(ValueError):
    """What somebody typed has no meaning here; the sentence says why, for them to read, `box` where."""

    def __init__(self, sentence: str, *, box: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.box = sentence, box


class Birthday(NamedTuple):
    """A day people like to be remembered on; the year is their own business."""

    day: int
    month: int
    year: int | None


def fold(text: str) -> str:
    """For comparing and sorting: no case, no accents, single spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_NO_DECOMPOSITION))
    return " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).split())


def _safe(text: str, longest: int = LONGEST_CELL) -> str:
    if len(text) > longest:
        raise NotUnderstood(_("This is too long (at most %d characters).") % longest)
    if _FORBIDDEN.search(text):
        raise NotUnderstood(_("This contains characters that cannot be kept."))
    return text


def clean_text(text: str, *, longest: int = 200) -> str:
    """One line of words, with single spaces."""
    line = unicodedata.normalize("NFC", " ".join(_safe(text).split()))
    return _safe(line, longest)


def clean_note(text: str, *, longest: int = LONGEST_CELL) -> str:
    """Several lines of words; line ends stay."""
    lines = unicodedata.normalize("NFC", _safe(text)).replace("\r\n", "\n").replace("\r", "\n")
    return _safe(lines.strip(), longest)


def clean_name(text: str, *, longest: int = 80) -> str:
    """A name as its bearer writes it; only the spaces are tidied."""
    return clean_text(text, longest=longest)


def clean_code(text: str, *, longest: int = 120) -> str:
    """A number in another system; the apostrophe that spreadsheets put before it goes."""
    return clean_text(text.lstrip("'"), longest=longest)


def clean_email(text: str) -> str:
    """An address, lower-cased."""
    address = clean_code(text, longest=254).lower().removeprefix("mailto:")
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        raise NotUnderstood(_("This is not an e-mail address.")) from None
    return address


def clean_phone(text: str, country: str) -> str:
    """A number in E.164, read as one of this country unless it says otherwise."""
    typed = clean_code(text, longest=60)
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(typed, country or None)
    except phonenumbers.NumberParseException:
        raise NotUnderstood(_("This is not a phone number.")) from None
    if number.extension:
        raise NotUnderstood(_("Please write the extension into a note; we keep the number alone."))
    if not phonenumbers.is_possible_number(number):
        raise NotUnderstood(_("This phone number has too few or too many digits."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _whole_year(year: str) -> int:
    if len(year) > 2:
        return int(year)
    return int(year) + (2000 if int(year) < 70 else 1900)


def _day_from(parts: tuple[str, str, str], order: str) -> date:
    named = dict(zip("ymd" if len(parts[0]) == 4 else order, parts, strict=True))
    year = _whole_year(named["y"])
    try:
        day = date(year, int(named["m"]), int(named["d"]))
    except ValueError:
        raise NotUnderstood(_("There is no such day.")) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotUnderstood(_("The year of this date cannot be right."))
    return day


def clean_day(text: str, *, order: str = "dmy") -> date:
    """A calendar day; `order` settles 03/04/2026. ISO days are read in any order, midnight is none of it."""
    typed = _MIDNIGHT.sub("", clean_code(text, longest=40))
    match = _DAY.fullmatch(typed) or _COMPACT_DAY.fullmatch(typed)
    if not match:
        raise NotUnderstood(_("This is not a date."))
    return _day_from((match[1], match[2], match[3]), order)


def clean_birthday(text: str, *, order: str = "dmy") -> Birthday:
    """A birthday, with or without its year."""
    typed = clean_code(text, longest=40)
    match = _DAY_AND_MONTH.fullmatch(typed)
    if not match or len(typed) < 3:
        day = clean_day(typed, order=order)
        return Birthday(day.day, day.month, day.year)
    is_month_first = bool(match[1]) or order != "dmy"
    month, day_of_month = (match[2], match[3]) if is_month_first else (match[3], match[2])
    known = _day_from(("2024", month, day_of_month), "ymd")  # a leap year: 29 February exists
    return Birthday(known.day, known.month, None)


def _clock_time(match: re.Match[str]) -> tuple[int, int, int]:
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            raise NotUnderstood(_("There is no such time of day."))
        hour = hour % 12 + (12 if match[4][0] == "p" else 0)
    return hour, minute, second


def _offset(mark: str) -> str:
    return "+0000" if mark in {"z", "utc"} else mark.replace(":", "")


def clean_moment(text: str, zone: ZoneInfo, *, order: str = "dmy") -> datetime:
    """A day with or without a time, in the zone of the shop unless it names its own offset."""
    typed = clean_code(text, longest=60).replace("T", " ", 1)
    day_text, _space, time_text = typed.partition(" ")
    day = clean_day(day_text.rstrip(","), order=order)
    match = _TIME.fullmatch(time_text.strip(" ,").lower() or "0:00")
    if not match:
        raise NotUnderstood(_("This is not a time of day."))
    try:
        moment = datetime(day.year, day.month, day.day, *_clock_time(match), tzinfo=zone)
        if match[5]:
            moment = moment.replace(tzinfo=datetime.strptime(_offset(match[5]), "%z").tzinfo)
    except ValueError:  # NotUnderstood is one too, and says the same
        raise NotUnderstood(_("There is no such time of day.")) from None
    return moment


def _without_sign(text: str) -> tuple[str, bool]:
    """The bare amount, and whether brackets or a minus make it negative."""
    bare = "".join(sign for sign in text.translate(_TIDIED) if unicodedata.category(sign) != "Sc")
    is_bracketed = bare.startswith("(") and bare.endswith(")")
    match = _AMOUNT.fullmatch(bare[1:-1] if is_bracketed else bare)
    if not match or is_bracketed + len(match[1] + match[2] + match[4]) > 1:
        raise NotUnderstood(_("This is not an amount."))
    return match[3], is_bracketed or "-" in {match[1], match[2], match[4]}


def _split_amount(amount: str, mark: str) -> tuple[str, str, str]:
    """Whole part, decimals, and the sign that groups thousands in the whole part."""
    last_dot, last_comma = amount.rfind("."), amount.rfind(",")
    if last_dot >= 0 and last_comma >= 0:  # with both, the last one is the decimal mark
        mark = "." if last_dot > last_comma else ","
    other = "," if mark == "." else "."
    is_price = amount.count(other) == 1 and mark not in amount and len(amount.split(other)[1]) < 3
    if is_price or (amount.count(mark) > 1 and other not in amount):
        mark, other = other, mark  # "3,50" and "1.234.567" leave no doubt, whatever is usual here
    whole, _mark, decimals = amount.rpartition(mark) if mark in amount else (amount, "", "")
    return whole, decimals, other


def clean_money(text: str, *, decimal_mark: str = ".") -> Decimal:
    """An exact amount, with any currency sign; `decimal_mark` settles 1,234."""
    amount, is_negative = _without_sign(_safe(text.strip().lstrip("'"), 60))
    whole, decimals, grouping = _split_amount(amount, decimal_mark)
    digits = whole.replace(grouping, "")
    if not _GROUPED[grouping].fullmatch(whole) or not (digits + decimals).isdigit():
        raise NotUnderstood(_("This is not an amount."))
    if len(digits.lstrip("0")) > 10 or len(decimals.rstrip("0")) > 4:
        raise NotUnderstood(_("This amount has too many digits."))
    value = Decimal(f"{digits or '0'}.{decimals}" if decimals else digits)
    return -value if is_negative else value


def clean_quantity(text: str, *, decimal_mark: str = ".") -> Decimal:
    """How many, or how much of it: up to three decimals."""
    quantity = clean_money(text, decimal_mark=decimal_mark)
    if quantity != round(quantity, 3) or abs(quantity) >= 1_000_000_000:
        raise NotUnderstood(_("This quantity has too many digits."))
    return quantity


@cache
def _countries() -> dict[str, str]:
    names = {
        code: str(name)
        for code, name in Locale("en").territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }
    return (
        {fold(name): code for code, name in names.items()}
        | {code.lower(): code for code in names}
        | _COUNTRY_ALIASES
    )


def clean_country(text: str) -> str:
    """The two-letter code of a country written as code or by its English name."""
    typed = fold(clean_text(text, longest=80))
    if typed and typed not in _countries():
        raise NotUnderstood(_("We do not know this country."))
    return _countries().get(typed, "")


def clean_tags(text: str) -> list[str]:
    """Tags parted by commas or semicolons, each once, in the order they came."""
    parts = _safe(text).replace(";", ",").split(",")
    tags: dict[str, str] = {}
    for tag in filter(None, (clean_text(part, longest=40) for part in parts)):
        tags.setdefault(fold(tag), tag)
    return list(tags.values())


def clean_yes_no(text: str) -> bool:
    """Yes or no, in the words that files use."""
    typed = fold(clean_text(text, longest=40))
    if typed in _YES or typed in _NO:
        return typed in _YES
    raise NotUnderstood(_("This is neither yes nor no."))


def clean_choice(text: str, choices: dict[str, str]) -> str:
    """The key of a choice, given by its key or by its label ({key: label})."""
    typed = fold(clean_text(text))
    for key, label in choices.items():
        if typed in {fold(key), fold(label)}:
            return key
    raise NotUnderstood(_("This is not one of: %s.") % ", ".join(choices.values()))
