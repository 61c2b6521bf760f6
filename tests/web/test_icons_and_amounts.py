"""Icons, money, numbers, phone numbers."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from lucide import IconDoesNotExist

from crm.web.templatetags import amounts
from crm.web.templatetags.icons import draw, icon


@pytest.fixture(autouse=True)
def british():
    with translation.override("en-gb"):
        yield


def test_icon_is_silent_for_screen_readers():
    drawn = Template('{% load icons %}{% icon "user-plus" %}').render(Context())

    assert drawn.startswith("<svg")
    assert 'aria-hidden="true"' in drawn
    assert "style=" not in drawn


def test_icon_cannot_be_broken_out_of():
    assert '"><script>' not in icon("user-plus", 20, '"><script>')


def test_icon_that_does_not_exist_leaves_the_page_alone():
    assert icon("no-such-icon") == icon("circle")


def test_drawing_an_icon_that_does_not_exist_is_a_mistake():
    with pytest.raises(IconDoesNotExist):
        draw("no-such-icon")


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (Decimal("1234.5"), "GBP", "£1,234.50"),
        (Decimal("-896812.49"), "GBP", "-£896,812.49"),
        (Decimal("100"), "JPY", "JP¥100"),
        (Decimal("1.2345"), "KWD", "KWD1.234"),
        (None, "GBP", ""),
    ],
)
def test_money_has_the_decimals_of_its_currency(amount, currency, expected):
    assert amounts.money(amount, currency) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(Decimal("0.125"), "£0.125"), (Decimal("2.500"), "£2.50"), (Decimal("100"), "£100.00"), (None, "")],
)
def test_unit_price_keeps_the_third_decimal(amount, expected):
    assert amounts.unit_price(amount, "GBP") == expected


def test_money_follows_the_language():
    with translation.override("de"):
        assert amounts.money(Decimal("1234.5"), "EUR") == "1.234,50\xa0€"


def test_number_and_percent():
    assert (amounts.number(541909), amounts.percent(0.25)) == ("541,909", "25%")
    assert (amounts.number(None), amounts.percent(None)) == ("", "")


@pytest.mark.parametrize(
    ("country", "expected"), [("GB", "020 7946 0018"), ("DE", "+44 20 7946 0018"), ("", "+44 20 7946 0018")]
)
def test_phone_is_written_as_people_here_do(country, expected):
    assert amounts.phone("+442079460018", country) == expected


def test_phone_is_at_home_by_its_code_alone():
    assert amounts.phone("+441632960516", "GB") == "01632 960516"


def test_phone_that_nobody_understands_stays_as_it_is():
    assert amounts.phone("ext 12", "GB") == "ext 12"


def test_the_difference_of_two_shares_is_in_points():
    assert [amounts.points(share) for share in (Decimal("0.254"), -0.03, None)] == ["25", "-3", ""]


@pytest.mark.parametrize(
    ("score", "words"), [(38, "+38"), (-7.2, "-7"), (0, "0"), (0.4, "0"), (-0.4, "0"), (None, "")]
)
def test_points_of_a_score_have_a_sign_unless_there_are_none(score, words):
    assert amounts.signed(score) == words
