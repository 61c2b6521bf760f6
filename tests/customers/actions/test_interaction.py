"""One timeline for everything."""

from datetime import UTC, datetime

import pytest

from crm.shop.models import AuditEntry
from crm.web.insert import insert_once
from customers.actions.interaction import (
    Entry,
    correct_interaction,
    edit_interaction,
    line_of_ours,
    log_interaction,
    pin_interaction,
    restore_line,
    withdraw_interaction,
    withdraw_line,
)
from customers.models import Interaction, Revision
from customers.stale import SomebodyWasFaster

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
SURVEY = Entry(kind="note", at=NOON, text="sent", about="feedback.survey:7")


def test_log_interaction_marks_the_customer_as_seen(anna, mira):
    line = log_interaction(anna, Entry(kind="visit", at=NOON, text="Looked at lamps"), by=mira)

    anna.refresh_from_db()
    assert (line.staff, line.text, anna.last_seen_at) == (mira, "Looked at lamps", NOON)


def test_log_interaction_of_an_earlier_day_does_not_move_last_seen_back(anna, mira):
    log_interaction(anna, Entry(kind="visit", at=LATER), by=mira)
    log_interaction(anna, Entry(kind="visit", at=NOON), by=mira)

    anna.refresh_from_db()
    assert anna.last_seen_at == LATER


def test_log_interaction_about_the_same_thing_twice_is_one_line(anna):
    first = log_interaction(anna, SURVEY, by=None)
    second = log_interaction(anna, SURVEY, by=None)

    assert first.pk == second.pk
    assert AuditEntry.objects.filter(verb="interaction.logged").count() == 1


def test_log_interaction_again_brings_a_withdrawn_line_back(anna):
    log_interaction(anna, SURVEY, by=None)
    withdraw_interaction(anna, kind="note", about=SURVEY.about, by=None)

    log_interaction(anna, SURVEY, by=None)

    assert Interaction.objects.standing().count() == 1


def test_correct_interaction_works_by_the_same_key(anna):
    log_interaction(anna, SURVEY, by=None)

    corrected = Entry(kind="note", at=LATER, text="answered", about=SURVEY.about)
    correct_interaction(anna, corrected, by=None)
    correct_interaction(anna, corrected, by=None)

    line = Interaction.objects.get()
    assert (line.text, line.at, line.version) == ("answered", LATER, 2)


def test_correct_interaction_without_a_line_does_nothing(anna):
    assert correct_interaction(anna, SURVEY, by=None) is None


def test_edit_interaction_keeps_what_it_said_before(anna, mira):
    line = log_interaction(anna, Entry(kind="visit", at=NOON, text="Bought tea"), by=mira)

    edit_interaction(line, Entry(kind="visit", at=NOON, text="Bought coffee"), version=1, by=mira)

    assert Revision.objects.get(field="text").before == "Bought tea"


def test_edit_interaction_refuses_the_slower_of_two(anna, mira, otto):
    line = log_interaction(anna, Entry(kind="visit", at=NOON, text="tea"), by=mira)
    edit_interaction(line, Entry(kind="visit", at=NOON, text="coffee"), version=1, by=mira)

    with pytest.raises(SomebodyWasFaster):
        edit_interaction(line, Entry(kind="visit", at=NOON, text="cocoa"), version=1, by=otto)

    line.refresh_from_db()
    assert line.text == "coffee"


def test_withdraw_and_restore_are_each_harmless_twice(anna, mira):
    line = log_interaction(anna, Entry(kind="visit", at=NOON), by=mira)

    withdraw_line(line, by=mira)
    withdraw_line(line, by=mira)
    anna.refresh_from_db()
    unseen = anna.last_seen_at
    restore_line(line, by=mira)
    restore_line(line, by=mira)

    anna.refresh_from_db()
    assert (unseen, anna.last_seen_at) == (None, NOON)
    verbs = AuditEntry.objects.filter(verb__startswith="interaction.").values_list("verb", flat=True)
    assert sorted(verbs) == ["interaction.logged", "interaction.restored", "interaction.withdrawn"]


def test_pin_interaction_twice_is_once(anna, mira):
    line = log_interaction(anna, Entry(kind="note", at=NOON), by=mira)

    pin_interaction(line, pinned=True, by=mira)
    pin_interaction(line, pinned=True, by=mira)
    pin_interaction(line, pinned=False, by=mira)

    line.refresh_from_db()
    assert line.pinned_at is None
    assert AuditEntry.objects.filter(verb__endswith="pinned").count() == 2


def test_line_of_ours_written_twice_is_one_line_without_history(anna):
    entry = Entry(kind="mail_out", at=NOON, text="News", about="engagement.message:1")

    for _ in range(2):
        insert_once(line_of_ours(anna, entry, by=None))

    assert [line.text for line in anna.interactions.filter(kind="mail_out")] == ["News"]
    assert not AuditEntry.objects.filter(verb="interaction.logged").exists()
