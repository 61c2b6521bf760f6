"""What people type, and what we make of it."""

import contextlib
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from customers import cleaning
from customers.cleaning import Birthday, NotUnderstood

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("3.50", "3.50"),
        ("£3.50", "3.50"),
        ("3,50", "3.50"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("(3.00)", "-3.00"),
        ("-$45.00", "-45.00"),
        ("$-45.00", "-45.00"),
        ("4.50-", "-4.50"),
        ("\u22123", "-3"),
        ("1'234.00", "1234"),
        ("GBP 4.50", "4.50"),
        ("4,50 €", "4.50"),
        ("1,234", "1234"),
        ("0", "0"),
        ("1.234.567", "1234567"),
        (".5", "0.5"),
        ("3.", "3"),
        ("Rs. 100", "100"),
        ("1 234,50 zł", "1234.50"),
        ("Kč 99,90", "99.90"),
        ("L 50", "50"),
        ("'12", "12"),
        ("0.001", "0.001"),
    ],
)
def test_clean_money_reads_what_tills_write(typed, amount):
    assert cleaning.clean_money(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "1e5", "NaN", "Infinity", "--3", "5-5", "(3-)", "1,23,4", "1.2.3,4", "12345678901", "0.12345"),
        *("x", "1OO", "O.50", "4,5O €", "l2", "EUR 1O"),
    ],
)
def test_clean_money_refuses_what_is_no_amount(typed):
    with pytest.raises(NotUnderstood):
        cleaning.clean_money(typed)


def test_clean_money_asks_the_decimal_mark_only_where_it_is_in_doubt():
    assert cleaning.clean_money("1,234", decimal_mark=",") == Decimal("1.234")
    assert cleaning.clean_money("1.234", decimal_mark=",") == 1234
    assert cleaning.clean_money("3.50", decimal_mark=",") == Decimal("3.50")


def test_clean_quantity_keeps_three_decimals():
    assert cleaning.clean_quantity("0.125") == Decimal("0.125")
    for typed in ("0.1234", "1000000000"):
        with pytest.raises(NotUnderstood):
            cleaning.clean_quantity(typed)


@pytest.mark.parametrize(
    ("typed", "order", "day"),
    [
        ("24.12.1980", "dmy", date(1980, 12, 24)),
        ("12/24/1980", "mdy", date(1980, 12, 24)),
        ("1980-12-24", "dmy", date(1980, 12, 24)),
        ("19801224", "dmy", date(1980, 12, 24)),
        ("3/4/26", "dmy", date(2026, 4, 3)),
        ("3/4/26", "mdy", date(2026, 3, 4)),
        ("26-03-04", "ymd", date(2026, 3, 4)),
        ("3/4/80", "dmy", date(1980, 4, 3)),
        ("1980-12-24 00:00:00", "dmy", date(1980, 12, 24)),
        ("1980-12-24T00:00:00.000Z", "mdy", date(1980, 12, 24)),
        ("24/12/1980 0:00", "dmy", date(1980, 12, 24)),
        ("12/24/1980 12:00:00 AM", "mdy", date(1980, 12, 24)),
    ],
)
def test_clean_day_reads_every_order(typed, order, day):
    assert cleaning.clean_day(typed, order=order) == day


@pytest.mark.parametrize(
    "typed", ["", "soon", "31.2.2026", "1.1.1492", "1.1.2999", "32/1/2026", "1.1.80 14:00"]
)
def test_clean_day_refuses_days_that_never_were(typed):
    with pytest.raises(NotUnderstood):
        cleaning.clean_day(typed)


def test_clean_birthday_needs_no_year():
    assert cleaning.clean_birthday("24.12.") == Birthday(24, 12, None)
    assert cleaning.clean_birthday("12-24", order="mdy") == Birthday(24, 12, None)
    assert cleaning.clean_birthday("--12-24") == Birthday(24, 12, None)
    assert cleaning.clean_birthday("29/2") == Birthday(29, 2, None)
    assert cleaning.clean_birthday("24.12.1980") == Birthday(24, 12, 1980)
    for typed in ("31.2.", "1", "tomorrow"):
        with pytest.raises(NotUnderstood):
            cleaning.clean_birthday(typed)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2011-07-01 08:26:00", datetime(2011, 7, 1, 7, 26, tzinfo=UTC)),
        ("2011-07-01T08:26:00Z", datetime(2011, 7, 1, 8, 26, tzinfo=UTC)),
        ("01/07/2011 8:26 PM", datetime(2011, 7, 1, 19, 26, tzinfo=UTC)),
        ("01/07/2011 12:10 am", datetime(2011, 6, 30, 23, 10, tzinfo=UTC)),
        ("2024-05-01 10:00:00 +0200", datetime(2024, 5, 1, 8, tzinfo=UTC)),
        ("1.12.2010", datetime(2010, 12, 1, tzinfo=UTC)),
        ("2024-12-01, 10:00", datetime(2024, 12, 1, 10, tzinfo=UTC)),
    ],
)
def test_clean_moment_reads_dates_with_and_without_times(typed, moment):
    assert cleaning.clean_moment(typed, LONDON) == moment


@pytest.mark.parametrize(
    "typed", ["2024-05-01 25:00", "2024-05-01 13:00 pm", "2024-05-01 10:00 +9900", "2024-05-01 late", "soon"]
)
def test_clean_moment_refuses_times_that_never_are(typed):
    with pytest.raises(NotUnderstood):
        cleaning.clean_moment(typed, LONDON)


def test_clean_phone_gives_e164():
    assert cleaning.clean_phone("07700 900123", "GB") == "+447700900123"
    assert cleaning.clean_phone("'+31 6 12345678", "GB") == "+31612345678"
    assert cleaning.clean_phone(" ", "GB") == ""
    for typed in ("123", "call me", "020 7946 0123 ext 4"):
        with pytest.raises(NotUnderstood):
            cleaning.clean_phone(typed, "GB")


def test_clean_email_lowers_and_checks():
    assert cleaning.clean_email(" Anna@Example.COM ") == "anna@example.com"
    assert cleaning.clean_email("") == ""
    for typed in ("anna", "anna@", "a@b.c\nBcc: all"):
        with pytest.raises(NotUnderstood):
            cleaning.clean_email(typed)


def test_clean_text_tidies_spaces_and_refuses_what_cannot_be_kept():
    assert cleaning.clean_name("  Anna \t Maria\u00a0Jones ") == "Anna Maria Jones"
    for typed in ("a\x00b", "a\x1bb", "\ud800", "x" * 81):
        with pytest.raises(NotUnderstood):
            cleaning.clean_name(typed)


def test_clean_note_keeps_its_lines():
    assert cleaning.clean_note("one\r\ntwo\rthree\n") == "one\ntwo\nthree"


def test_clean_country_knows_codes_names_and_habits():
    assert [cleaning.clean_country(text) for text in ("gb", "France", "EIRE", "USA", "")] == [
        "GB",
        "FR",
        "IE",
        "US",
        "",
    ]
    with pytest.raises(NotUnderstood):
        cleaning.clean_country("Unspecified")


def test_clean_tags_keeps_each_once_in_order():
    assert cleaning.clean_tags("Book Club; vip, book club,,x") == ["Book Club", "vip", "x"]


def test_clean_yes_no_and_choice():
    assert cleaning.clean_yes_no("Yes") is True
    assert cleaning.clean_yes_no("0") is False
    assert cleaning.clean_choice("E-Mail", {"email": "E-mail", "post": "Post"}) == "email"
    with pytest.raises(NotUnderstood):
        cleaning.clean_yes_no("perhaps")
    with pytest.raises(NotUnderstood):
        cleaning.clean_choice("pigeon", {"email": "E-mail"})


def test_fold_makes_spellings_equal():
    assert cleaning.fold("  Ærø  ŁÓDŹ Straße Éva ") == "aero lodz strasse eva"


CLEANERS = {
    "text": cleaning.clean_text,
    "note": cleaning.clean_note,
    "name": cleaning.clean_name,
    "code": cleaning.clean_code,
    "email": cleaning.clean_email,
    "phone": lambda text: cleaning.clean_phone(text, "GB"),
    "day": cleaning.clean_day,
    "birthday": cleaning.clean_birthday,
    "moment": lambda text: cleaning.clean_moment(text, LONDON),
    "money": cleaning.clean_money,
    "quantity": cleaning.clean_quantity,
    "country": cleaning.clean_country,
    "tags": cleaning.clean_tags,
    "yes_no": cleaning.clean_yes_no,
    "fold": cleaning.fold,
}


@pytest.mark.parametrize("name", CLEANERS)
@pytest.mark.parametrize("pattern", ["a", "1", " ", ".", "é,", "a@", "'", "(", "1,", "-", "1:", "a@a."])
def test_cleaners_take_linear_time(name, pattern):
    for length in (60, 250, 9_999, 50_000):
        began = time.process_time()
        with contextlib.suppress(NotUnderstood):
            CLEANERS[name]((pattern * length)[:length])
        # A twentieth of it is usual; what is not linear takes minutes.
        assert time.process_time() - began < 2
