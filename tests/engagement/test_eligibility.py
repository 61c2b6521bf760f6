"""May it leave? The first reason against it, in a fixed order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.shop.models import User
from customers.actions.consent import Answer, record_consent
from engagement.actions.suppression import suppress
from engagement.eligibility import why_not_any_more
from engagement.models import Message, Preference, SkipReason, SuppressionReason, SuppressionScope
from engagement.still_true import asks_before_sending


def reason(anna, message_class: str = "marketing", **more) -> str | None:
    topic = "" if message_class == "transactional" else "news"
    message = Message(customer=anna, message_class=message_class, topic=topic, purpose="test", **more)
    return why_not_any_more(message, anna, timezone.now())


@pytest.fixture
def willing(anna):
    record_consent(anna, Answer("email", "news", is_given=True, source="till"), by=None)
    return anna


def test_nothing_is_against_a_mail_that_is_wanted(willing):
    assert (reason(willing), reason(willing, "survey"), reason(willing, "transactional")) == (
        None,
        None,
        None,
    )


def test_without_a_yes_only_what_they_asked_for_leaves(anna):
    assert (reason(anna), reason(anna, "transactional")) == ("no_legal_basis", None)


def test_a_mail_out_of_date_is_stale(willing):
    assert reason(willing, expires_at=timezone.now()) == "stale"


@pytest.mark.parametrize(
    ("address", "why"), [("", "no_address"), ("anna", "bad_address"), ("a b@example.org", "bad_address")]
)
def test_an_address_must_be_one(anna, address, why):
    anna.emails.update(address=address) if address else anna.emails.all().delete()

    assert reason(anna, "transactional") == why


def test_a_mail_to_another_address_asks_about_that_one(willing):
    suppress(
        "anna@example.org",
        reason=SuppressionReason.MANUAL,
        scope=SuppressionScope.EVERYTHING,
        source="x",
        by=None,
    )

    assert (reason(willing), reason(willing, to_email="other@example.org")) == ("suppressed", None)


@pytest.mark.parametrize(
    ("why", "scope", "letter", "news"),
    [
        ("hard_bounce", "everything", "bad_address", "bad_address"),
        ("complaint", "unasked", None, "suppressed"),
        ("unsubscribe", "unasked", None, "suppressed"),
    ],
)
def test_a_suppressed_address_gets_nothing_of_its_scope(willing, why, scope, letter, news):
    suppress("Anna@example.org", reason=why, scope=scope, source="x", by=None)

    assert (reason(willing, "transactional"), reason(willing)) == (letter, news)


def test_a_suppression_that_is_over_is_none(willing):
    over = timezone.now() - timedelta(days=1)
    suppress("anna@example.org", reason="soft_bounce", scope="everything", source="x", until=over, by=None)

    assert reason(willing) is None


@pytest.mark.parametrize(
    ("wish", "survey", "news"),
    [
        ({"paused_until": timezone.localdate() + timedelta(days=30)}, "paused", "paused"),
        ({"never_ask": True}, "opted_out", None),
    ],
)
def test_their_wishes_count_but_not_for_letters(willing, wish, survey, news):
    Preference.objects.create(customer=willing, **wish)

    assert (reason(willing, "survey"), reason(willing), reason(willing, "transactional")) == (
        survey,
        news,
        None,
    )


def test_do_not_disturb_silences_all_but_letters(willing):
    willing.do_not_disturb_since = timezone.now()

    assert (reason(willing), reason(willing, "transactional")) == ("do_not_disturb", None)


def test_a_no_is_a_no(willing):
    record_consent(willing, Answer("email", "news", is_given=False, source="till"), by=None)

    assert reason(willing) == "opted_out"


def test_mail_nobody_asked_for_needs_a_customer(shop):
    message = Message(message_class="marketing", to_email="a@example.org", purpose="x", topic="news")
    letter = Message(message_class="transactional", to_email="a@example.org", purpose="x")

    assert (
        why_not_any_more(message, None, timezone.now()),
        why_not_any_more(letter, None, timezone.now()),
    ) == (
        "customer_gone",
        None,
    )


def test_whoever_left_gets_no_mail_about_work(mira):
    message = Message(staff=mira, message_class="transactional", purpose="test")
    before = why_not_any_more(message, None, timezone.now())
    User.objects.update(is_active=False)
    message.staff.refresh_from_db()

    assert (before, why_not_any_more(message, None, timezone.now())) == (None, "no_longer_true")


def gone(_message, _now):
    return SkipReason.NO_LONGER_TRUE


def still_there(_message, _now):
    return None


def test_whoever_planned_it_is_asked_whether_it_is_still_true(willing, monkeypatch):
    monkeypatch.setattr("engagement.still_true._QUESTIONS", {})
    asks_before_sending("other")(gone)
    before = reason(willing)
    asks_before_sending("te")(gone)

    assert (before, reason(willing)) == (None, "no_longer_true")
    with pytest.raises(ValueError, match="already"):
        asks_before_sending("te")(still_there)
