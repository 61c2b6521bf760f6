"""What they want to be sent: at once, once, and in the words they ticked."""

from datetime import date

import pytest

from crm.shop.models import AuditEntry
from customers.actions.consent import Answer, record_consent
from customers.consent_state import state_of
from customers.models import Consent, ConsentTopic, Interaction
from engagement.actions.preference import Wishes, change_preferences, stop_all, unsubscribe
from engagement.actions.suppression import suppressed
from engagement.addresses import address_hash
from engagement.models import LinkPurpose, MessageEvent, Preference, PublicLink, Suppression
from engagement.public_links import make_link
from tests.engagement.conftest import again


def link_for(customer, message=None, topic="news") -> PublicLink:
    make_link(LinkPurpose.PREFERENCES, customer=customer, message=message, topic=topic)
    return PublicLink.objects.latest("pk")


def answers(customer) -> dict[str, bool]:
    return {topic: answer.is_given for (_channel, topic), answer in state_of(customer).items()}


def test_unsubscribe_twice_leaves_one_topic_once(anna, plan):
    message = plan("marketing")
    link = link_for(anna, message)

    for _ in range(2):
        unsubscribe(link)

    said = Consent.objects.get(is_given=False)
    assert (said.topic, said.source, said.proof) == (
        "news",
        "one-click unsubscribe",
        f"engagement.publiclink:{link.pk}",
    )
    assert (MessageEvent.objects.get().kind, Suppression.objects.count()) == ("unsubscribed", 0)
    assert list(AuditEntry.objects.filter(verb="consent.withdrawn").values_list("actor", "fields")) == [
        ("the clock", ["email", "news"])
    ]


def test_unsubscribe_skips_what_waits_and_nothing_they_asked_for(anna, plan):
    news, letter = plan("marketing"), plan()

    unsubscribe(link_for(anna, news))

    assert (again(news).state, again(news).skip_reason, again(letter).state) == (
        "skipped",
        "opted_out",
        "planned",
    )


def test_unsubscribe_of_a_link_without_a_topic_stops_all(anna, plan):
    unsubscribe(link_for(anna, topic=""))

    assert answers(anna) == dict.fromkeys(ConsentTopic.values, False)
    assert Suppression.objects.get().reason == "unsubscribe"


def test_unsubscribing_is_no_visit(anna):
    unsubscribe(link_for(anna))

    anna.refresh_from_db()
    assert (Interaction.objects.get().text, anna.last_seen_at) == (
        "Does not want any more: News and offers.",
        None,
    )


def test_stop_all_also_names_the_address_the_mail_went_to(anna, plan):
    message = plan("marketing", to_email="old@example.org")

    for _ in range(2):
        stop_all(anna, source="preference centre", link=link_for(anna, message), by=None)

    hints = Suppression.objects.order_by("pk").values_list("address_hint", "scope")
    assert list(hints) == [("o…@example.org", "unasked"), ("a…@example.org", "unasked")]


def test_change_preferences_records_only_what_was_changed(anna, mira):
    record_consent(anna, Answer("email", "care", True, "till", "May we?"), by=mira)
    wishes = Wishes({"news": True}, at_most_monthly=True, paused_until=date(2030, 1, 1), never_ask=True)

    for _ in range(2):
        change_preferences(anna, wishes, source="preference centre", link=link_for(anna), by=None)

    said = Consent.objects.exclude(source="till").get()
    assert (said.topic, said.is_given, said.wording) == (
        "news",
        True,
        "The Corner Shop may send me news and offers by e-mail.",
    )
    stored = Preference.objects.get()
    assert (stored.at_most_monthly, stored.paused_until, stored.never_ask) == (True, date(2030, 1, 1), True)
    entries = AuditEntry.objects.filter(verb="preference.changed")
    assert [entry.fields for entry in entries] == [["at_most_monthly", "never_ask", "paused_until"]]


def test_change_preferences_by_themselves_lifts_their_own_stop(anna):
    stop_all(anna, source="preference centre", by=None)

    change_preferences(anna, Wishes({"treats": True}), source="preference centre", by=None)

    assert answers(anna)["treats"] is True
    assert suppressed(address_hash("anna@example.org"), "marketing", anna.created_at) is None


def test_change_preferences_lifts_no_complaint(anna):
    from engagement.actions.message_event import record_event

    record_event("complained", key="c", at=anna.created_at, address="anna@example.org")

    change_preferences(anna, Wishes({"treats": True}), source="preference centre", by=None)

    assert Suppression.objects.get(lifted_at=None).reason == "complaint"


@pytest.mark.parametrize("language", ["en-gb", ""])
def test_change_preferences_keeps_the_language(anna, language):
    change_preferences(anna, Wishes(language=language), source="preference centre", by=None)

    anna.refresh_from_db()
    assert anna.language == language
