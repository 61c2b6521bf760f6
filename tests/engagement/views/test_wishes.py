"""A customer's wishes, written down by a colleague."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.actions.consent import Answer, record_consent
from customers.consent_state import state_of
from customers.models import Consent, Customer
from engagement.actions.preference import Wishes, change_preferences, stop_all
from engagement.models import Preference, Suppression

pytestmark = pytest.mark.django_db
LANGUAGE = settings.LANGUAGES[0][0]


@pytest.fixture
def address(anna) -> str:
    return f"/customers/{anna.pk}/wishes/"


def test_their_word_is_kept_with_its_words_and_whom_they_told(as_staff, anna, mira, address):
    for _turn in range(2):
        Preference.objects.all().delete()
        answer = as_staff.post(address, {"topics": ["news"], "at_most_monthly": "on", "pause": "30"})

    said = Consent.objects.get()
    assert answer.url == f"/customers/{anna.pk}/"
    assert (said.topic, said.is_given, said.source, said.by) == ("news", True, "said at the counter", mira)
    assert said.wording == "The Corner Shop may send me news and offers by e-mail."
    kept = Preference.objects.get()
    assert (kept.at_most_monthly, kept.never_ask) == (True, False)
    assert kept.paused_until == timezone.localdate() + timedelta(days=30)


def test_it_leaves_history(as_staff, mira, address):
    as_staff.post(address, {"topics": ["news"], "never_ask": "on"})

    told = AuditEntry.objects.filter(verb__in=["consent.given", "preference.changed"])
    assert {entry.actor for entry in told} == {"Mira"}
    assert told.count() == 2


def test_only_what_they_changed_is_an_answer(as_staff, anna, address):
    record_consent(anna, Answer("email", "care", True, "till", "May we?"), by=None)

    as_staff.post(address, {"topics": [], "shown": ["care"]})

    assert [(said.topic, said.is_given) for said in Consent.objects.order_by("pk")] == [
        ("care", True),
        ("care", False),
    ]


def test_the_language_is_theirs(as_staff, anna, address):
    as_staff.post(address, {"language": LANGUAGE})

    assert Customer.objects.get(pk=anna.pk).language == LANGUAGE


def test_stop_all(as_staff, anna, address, mira):
    as_staff.post(address, {"do": "all"})

    assert {answer.is_given for answer in state_of(anna).values()} == {False}
    assert (Suppression.objects.get().source, Suppression.objects.get().by) == ("said at the counter", mira)


def test_a_colleague_lifts_no_suppression_by_it(as_staff, anna, address):
    stop_all(anna, source="preference centre", by=None)

    as_staff.post(address, {"topics": ["news"]})

    assert (Suppression.objects.get().lifted_at, Consent.objects.filter(is_given=True).count()) == (None, 1)


def test_what_somebody_changed_meanwhile_is_not_overwritten(as_staff, anna, address):
    change_preferences(anna, Wishes(never_ask=True), source="preference centre", by=None)

    answer = as_staff.post(address, {"seen": "", "at_most_monthly": "on"})

    assert (answer.status_code, Preference.objects.get().at_most_monthly) == (409, False)
    assert "Somebody changed it while you were typing" in answer.text
    assert f'name="seen" value="{Preference.objects.get().changed_at.isoformat()}"' in answer.text


def test_wrong_words_come_back(as_staff, address):
    answer = as_staff.post(address, {"topics": ["gossip"]})

    assert (answer.status_code, Consent.objects.count()) == (422, 0)


def test_looking_changes_nothing_and_shows_why(as_staff, address):
    page = as_staff.get(address)

    assert "Why may we write?" in page.text
    assert (Preference.objects.count(), Consent.objects.count()) == (0, 0)


def test_viewers_may_not(client, vera, address):
    client.force_login(vera)

    assert client.get(address).status_code == 403


def test_wishes_of_nobody_are_not_found(as_staff):
    assert as_staff.get("/customers/999/wishes/").status_code == 404
