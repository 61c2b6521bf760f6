"""Words that customers let us show."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from crm.shop.models import AuditEntry
from customers.models import Interaction, StageEvidence
from feedback.actions.testimonial import (
    Agreement,
    note_use,
    record_testimonial,
    withdraw_testimonial,
    withdrawal_address,
)
from feedback.models import Testimonial

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 1)
AGREED = Agreement(
    words="My happy place.",
    consent_words="May we show it?",
    given_on=TODAY,
    expires_on=TODAY + timedelta(days=730),
    shown_as="first",
    on_website=True,
)


@pytest.fixture
def words(anna, mira) -> Testimonial:
    return record_testimonial(anna, AGREED, by=mira)


def test_whoever_lets_us_show_their_words_speaks_for_us(words, anna):
    about = f"feedback.testimonial:{words.pk}"
    assert [row.about for row in StageEvidence.objects.standing()] == [about]
    assert Interaction.objects.of(anna).get(kind="testimonial").text == "My happy place."
    assert "/my-words/" in withdrawal_address(words)


def test_words_that_were_paid_for_are_no_advocacy(anna, mira):
    paid = Agreement(**{**vars(AGREED), "reward": "a mug"})

    record_testimonial(anna, paid, by=mira)

    assert not StageEvidence.objects.exists()


def test_words_are_shown_as_long_as_was_agreed(words):
    shown = Testimonial.objects.on_the_web
    assert (shown(TODAY).count(), shown(words.expires_on).count()) == (1, 1)
    assert shown(words.expires_on + timedelta(days=1)).count() == 0


def test_words_taken_back_are_shown_nowhere(words, mira):
    for _turn in range(2):
        withdraw_testimonial(words, by=mira)

    assert not Testimonial.objects.standing(TODAY).exists()
    assert not StageEvidence.objects.standing().exists()
    assert AuditEntry.objects.filter(verb="testimonial.withdrawn").count() == 1


def test_a_use_is_noted_once(words, mira):
    for where in ("the window", "the flyer", "the window"):
        words = note_use(words, where, by=mira)

    assert words.used_where == "the window\nthe flyer"


@pytest.mark.parametrize(
    ("shown_as", "signature"),
    [("nobody", ""), ("first", "Anna"), ("full", "Anna Bell"), ("first_town", "Anna, Hull")],
)
def test_they_are_called_as_they_wished(words, shown_as, signature):
    words.shown_as, words.customer.city = shown_as, "Hull"

    assert words.signature == signature


def test_the_database_wants_to_know_where_and_how_long(words):
    for wrong in ({"on_website": False}, {"expires_on": TODAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Testimonial.objects.filter(pk=words.pk).update(**wrong)
