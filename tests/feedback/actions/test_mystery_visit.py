"""Looks at the shop: planned, reported, answered."""

import pytest
from django.db import IntegrityError, transaction

from crm.shop.models import AuditEntry
from feedback.actions.checklist import ChecklistWords, edit_checklist
from feedback.actions.mystery_visit import (
    Report,
    answer_observation,
    call_off_visit,
    report_address,
    report_visit,
)
from feedback.checklist_figures import count_points
from feedback.models import MysteryVisit
from feedback.voices import VOICES
from tests.feedback.visits import POINTS, SEEN, today

pytestmark = pytest.mark.django_db


def test_the_first_report_stands(sent_visit):
    report_visit(sent_visit, Report(today(), SEEN, "Kind."), by=None)
    report_visit(sent_visit, Report(today(), ("no", "no", "no")), by=None)

    sent_visit.refresh_from_db()
    assert (sent_visit.earned, sent_visit.possible, sent_visit.notes) == (4, 6, "Kind.")
    assert not sent_visit.is_open
    assert AuditEntry.objects.filter(verb="mystery_visit.reported").count() == 1
    assert report_address(sent_visit) == ""


def test_a_visit_keeps_the_points_it_was_sent_out_with(sent_visit, checklist, olga):
    edit_checklist(checklist, ChecklistWords("Another", "Only this"), version=1, by=olga)

    sent_visit.refresh_from_db()
    assert [point.line for point in sent_visit.asked] == POINTS.splitlines()


def test_a_visit_that_was_called_off_takes_no_report(sent_visit, olga):
    for _turn in range(2):
        call_off_visit(sent_visit, by=olga)

    assert report_visit(sent_visit, Report(today(), SEEN), by=None).done_at is None
    assert report_address(sent_visit) == ""
    assert AuditEntry.objects.filter(verb="mystery_visit.called_off").count() == 1


def test_who_may_read_which(sent_visit, watched_visit, olga, mark, mira, otto):
    """Nobody at the counter may know that somebody comes."""
    seen = {user.name: set(MysteryVisit.objects.visible_to(user)) for user in (olga, mark, mira, otto)}

    assert seen == {
        "Olga": {sent_visit, watched_visit},
        "Mark": {watched_visit},
        "Mira": {watched_visit},
        "Otto": set(),
    }


def test_a_report_of_a_stranger_is_for_managers(sent_visit, mark, mira):
    report_visit(sent_visit, Report(today(), SEEN), by=None)

    assert [MysteryVisit.objects.visible_to(user).count() for user in (mark, mira)] == [1, 0]


def test_the_colleague_answers_once(watched_visit, mira):
    for reply in ("Fair.", "Other words."):
        answer_observation(watched_visit, reply=reply, by=mira)

    watched_visit.refresh_from_db()
    assert (watched_visit.reply, watched_visit.read_at is not None) == ("Fair.", True)


def test_points_are_counted_apart_for_each_kind(checklist, sent_visit, watched_visit):
    report_visit(sent_visit, Report(today(), ("no", "yes", "yes")), by=None)

    counted = [count_points(checklist, kind, "") for kind in ("sent", "watched")]

    assert [(each.visits, each.points[0].words, each.points[0].no) for each in counted] == [
        (1, "Greeted within a minute", 1),
        (1, "Asked what it is for", 0),
    ]


def test_it_is_no_voice_of_a_customer(shop):
    assert [label for label in VOICES if "visit" in label] == []


def test_the_database_wants_a_score_with_a_report(sent_visit):
    with pytest.raises(IntegrityError), transaction.atomic():
        MysteryVisit.objects.filter(pk=sent_visit.pk).update(done_at="2026-05-01T00:00Z")
