"""Texts from staff's own phones: their words, their links, and what is against them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.actions.consent import Answer, record_consent
from customers.consent_state import state_of
from customers.models import Customer
from engagement.actions.email_template import Written, add_template
from engagement.models import MessageClass, Preference
from engagement.texting import GREETING, Text, Wording, filled, is_short_and_plain, why_no_text, wordings

pytestmark = pytest.mark.django_db
NEWS = Wording("News", "New lamps!", MessageClass.MARKETING, "news")
SURVEY = Wording("How was it?", "Tell us.", MessageClass.SURVEY, "feedback")


def say(customer, topic: str, *, is_given: bool, channel: str = "text") -> None:
    record_consent(customer, Answer(channel, topic, is_given, "At the counter", "May we?"), by=None)


def why_not(customer: Customer, wording: Wording = GREETING, number: str = "+441632960001") -> str:
    wishes = Preference.objects.filter(customer=customer).first()
    return why_no_text(customer, number, wording, state=state_of(customer), wishes=wishes, now=timezone.now())


def test_what_they_asked_for_needs_no_yes_and_news_does(anna):
    assert (why_not(anna), why_not(anna, NEWS)) == ("", "The law asks for a yes we do not have")

    say(anna, "news", is_given=True)

    assert (why_not(anna), why_not(anna, NEWS)) == ("", "")


def test_a_yes_to_mail_is_no_yes_to_texts(anna):
    say(anna, "news", is_given=True, channel="email")

    assert why_not(anna, NEWS) == "The law asks for a yes we do not have"


def test_a_no_to_texts_is_heeded_for_every_wording(anna):
    say(anna, "news", is_given=False)

    assert (why_not(anna), why_not(anna, NEWS)) == ("They said no", "They said no")


def test_do_not_disturb_takes_them_off(anna):
    say(anna, "news", is_given=True)
    anna.do_not_disturb_since = timezone.now()

    assert {why_not(anna), why_not(anna, NEWS)} == {"Do not disturb is set"}


def test_a_pause_and_never_ask_are_heeded(anna):
    say(anna, "news", is_given=True)
    say(anna, "feedback", is_given=True)
    assert why_not(anna, SURVEY) == ""
    wishes = Preference.objects.create(customer=anna, never_ask=True)
    assert (why_not(anna, NEWS), why_not(anna, SURVEY)) == ("", "They said no")

    wishes.paused_until = timezone.localdate() + timedelta(days=9)
    wishes.save()

    assert (why_not(anna), why_not(anna, NEWS)) == ("", "They asked for a pause")


def test_nobody_is_texted_without_a_number(anna):
    assert why_not(anna, number="") == "We have no phone number of theirs"


@pytest.mark.parametrize("name", ["Zoë & Söhne", "50% + more?", "{{ shop }}", 'a"><b>', "x#y"])
def test_hostile_names_stay_words_in_the_links(name):
    words = filled("Hello {{ first_name|there }}!", Customer(given_name=name), shop="S", colleague="M")
    text = Text("A", words, "", "+441632960001")

    assert words == f"Hello {name}!"
    assert text.sms.startswith("sms:+441632960001?&body=Hello%20")
    assert text.whatsapp.startswith("https://wa.me/441632960001?text=Hello%20")
    assert [sign for sign in ' "<>#+{' if sign in text.sms[20:] + text.whatsapp.partition("text=")[2]] == []


def test_an_unknown_name_is_replaced_by_the_words_given():
    words = filled("Hello {{ first_name|there }}{{ name }}", Customer(), shop="S", colleague="M")

    assert words == "Hello there"


@pytest.mark.parametrize(
    ("words", "is_so"),
    [
        ("Hello {{ first_name|there }}, {{ shop }}", True),
        ("x" * 481, False),
        ("Yours: {{ voucher_code }}", False),
        ("Look:\n[[button: Come | https://shop.example]]", False),
    ],
)
def test_what_a_text_can_hold(words, is_so):
    assert is_short_and_plain(words) == is_so


def test_the_words_of_a_mail_come_without_their_marks(shop):
    words = "Is it **really** right, {{ first_name|there }}? [Tell us](https://shop.example)"
    add_template(Written("Right?", MessageClass.TRANSACTIONAL, "", "Right?", words), by=None)

    plain = "Is it really right, {{ first_name|there }}? Tell us (https://shop.example)"
    assert wordings()[-1].words == plain
