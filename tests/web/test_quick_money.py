"""The quick way of writing money says what the slow one says."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from crm.web.quick_money import quick_money
from crm.web.templatetags.amounts import money

amounts = st.decimals(-(10**9), 10**9, places=4)


@pytest.mark.parametrize("language", ["en-gb", "de", "fr", "es", "pl", "pt", "hi", "ar", "de-ch", "nl", "sv"])
@pytest.mark.parametrize("currency", ["GBP", "EUR", "JPY", "KWD", "INR", "CHF"])
@given(amount=amounts)
@example(amount=Decimal("1000"))
@example(amount=Decimal("9999.995"))
@example(amount=Decimal("999.995"))
@example(amount=Decimal("0.005"))
def test_quick_money_equals_money(language, currency, amount):
    with translation.override(language):
        assert quick_money(amount, currency) == money(amount, currency)
