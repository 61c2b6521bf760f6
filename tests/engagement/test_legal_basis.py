"""On what ground we may write, country by country."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from customers.actions.consent import Answer, record_consent
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.consent_state import state_of
from customers.models import ConsentTopic
from engagement.country_profiles import OTHER, PROFILES, Need, profile_of, strictest
from engagement.legal_basis import CLASS_OF_TOPIC, basis_for
from engagement.models import MailRoom, MessageClass

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
NOTICE = {"opt_out_offered_since": NOW.date() - timedelta(days=30), "opt_out_wording": "You may say no."}
SURVEY, REVIEW, MARKETING = MessageClass.SURVEY, MessageClass.REVIEW, MessageClass.MARKETING


def ground(customer, shop, message_class=MARKETING, topic="news", **room) -> str | None:
    found = basis_for(
        customer,
        message_class,
        topic,
        state=state_of(customer),
        shop=shop,
        room=MailRoom(**room),
        now=NOW,
    )
    return found.kind if found else None


def buy(customer, *, days_ago: int, price: int = 10):
    lines = [Line(product_name="Candle", quantity=Decimal(1), unit_price=Decimal(price))]
    at = NOW - timedelta(days=days_ago)
    return record_purchase(Receipt(at=at, lines=lines, currency="GBP"), customer=customer, by=None)


@pytest.mark.parametrize(
    ("country", "survey", "review", "marketing"),
    [
        ("GB", "opt_out_only", "soft_opt_in", "soft_opt_in"),
        ("DE", "soft_opt_in", "soft_opt_in", "soft_opt_in"),
        ("FR", "soft_opt_in", "soft_opt_in", "soft_opt_in"),
        ("NL", "soft_opt_in", "soft_opt_in", "soft_opt_in"),
        ("US", "opt_out_only", "opt_out_only", "opt_out_only"),
        ("JP", None, None, None),
    ],
)
def test_a_buyer_who_was_told_may_get_what_the_country_allows(anna, shop, country, survey, review, marketing):
    shop.country = country
    buy(anna, days_ago=3)

    grounds = [ground(anna, shop, kind, **NOTICE) for kind in (SURVEY, REVIEW, MARKETING)]

    assert grounds == [survey, review, marketing]


@pytest.mark.parametrize("country", ["GB", "DE", "FR", "NL", "US", "JP"])
def test_a_yes_is_enough_and_a_no_is_final_everywhere(anna, shop, country):
    shop.country = country
    buy(anna, days_ago=3)
    record_consent(anna, Answer("email", "news", True, "till", "May we?"), by=None)
    record_consent(anna, Answer("email", "treats", False, "till"), by=None)

    assert ground(anna, shop, **NOTICE) == "consent"
    assert ground(anna, shop, topic="treats", **NOTICE) is None
    assert ground(anna, shop, MessageClass.TRANSACTIONAL, "") == "transactional"


def test_a_sale_is_a_ground_only_with_the_notice_and_its_words(anna, shop):
    sale = buy(anna, days_ago=3)

    assert ground(anna, shop) is None
    assert (
        ground(anna, shop, opt_out_offered_since=NOTICE["opt_out_offered_since"], opt_out_wording=" ") is None
    )
    basis = basis_for(anna, MARKETING, "news", state={}, shop=shop, room=MailRoom(**NOTICE), now=NOW)
    assert (basis and basis.about) == f"customers.purchase:{sale.pk}"


def test_a_sale_before_the_notice_or_taken_back_is_no_ground(anna, bert, shop):
    buy(anna, days_ago=31)
    gone = buy(bert, days_ago=3)
    gone.voided_at = NOW
    gone.save()

    assert (ground(anna, shop, **NOTICE), ground(bert, shop, **NOTICE)) == (None, None)


def test_the_stricter_of_two_countries_counts(anna, shop):
    shop.country, anna.country = "US", "DE"

    assert ground(anna, shop) is None
    assert strictest(("DE", "GB"), SURVEY).country == "DE"
    assert strictest(("GB", "JP"), SURVEY) is OTHER
    assert strictest(("", ""), SURVEY) is OTHER


def test_every_country_says_something_about_every_kind_of_mail():
    kinds = {SURVEY, REVIEW, MARKETING}

    assert all(set(profile.needs) == kinds for profile in [*PROFILES.values(), OTHER])
    assert set(OTHER.needs.values()) == {Need.NEEDS_CONSENT}
    assert (profile_of("gb").country, profile_of("XX").country) == ("GB", "")
    assert set(CLASS_OF_TOPIC) == set(ConsentTopic)
