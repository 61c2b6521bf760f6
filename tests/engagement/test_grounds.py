"""Why we may write, with what shows it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.actions.consent import Answer, record_consent
from engagement.actions.mail_room import current_room
from engagement.grounds import grounds_for
from engagement.models import MailRoom

pytestmark = pytest.mark.django_db


def grounds(customer):
    return {ground.label: ground for ground in grounds_for(customer, timezone.now())}


def test_a_yes_with_its_day_and_words_and_a_no(anna):
    record_consent(anna, Answer("email", "news", True, "till", "May we write?"), by=None)
    record_consent(anna, Answer("email", "treats", False, "till"), by=None)

    found = [ground for ground in grounds_for(anna, timezone.now()) if ground.on]

    assert [(ground.because, ground.source, ground.words, ground.may_write) for ground in found] == [
        ("A yes.", "till", "May we write?", True),
        ("A no: nothing is sent.", "till", "", False),
    ]


def test_a_sale_with_the_chance_to_say_no(anna, buy):
    room = current_room()
    since = timezone.localdate() - timedelta(days=9)
    MailRoom.objects.filter(pk=room.pk).update(
        opt_out_offered_since=since, opt_out_wording="You may say no at any time."
    )
    sale = buy(anna, days_ago=3)

    resting_on_it = [ground for ground in grounds_for(anna, timezone.now()) if ground.on == sale.at]

    assert [ground.words for ground in resting_on_it] == ["You may say no at any time."] * 4
    assert {ground.may_write for ground in resting_on_it} == {True}


def test_without_anything_there_is_only_what_they_asked_for_and_what_the_law_lets(anna):
    found = grounds_for(anna, timezone.now())

    assert [ground.may_write for ground in found] == [True, False, False, False, True, False]
    assert "Neither a yes nor a purchase" in found[1].because
    assert "regulation 22" in str(found[1].law)


def test_a_country_we_do_not_know_needs_a_yes(anna, shop):
    shop.country = "JP"
    shop.save()

    found = grounds_for(anna, timezone.now())

    assert [ground.because for ground in found[1:]] == [
        "It needs a yes, and there is none: nothing is sent."
    ] * 5
