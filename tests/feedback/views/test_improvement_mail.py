"""The mail “you said, we did” before it is sent, and the poster."""

import pytest

from engagement.models import Message
from feedback.actions.improvement import Change, add_evidence, add_improvement, move_improvement
from feedback.actions.improvement_news import wish_to_hear
from feedback.models import Improvement
from feedback.voices import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(grumble, anna, mark) -> Improvement:
    """Decided, in words for everybody; Anna waits to hear."""
    change = Change(title="A second till", public_words="There is a second till now.")
    improvement = add_improvement(change, by=mark)
    text = said(f"customers.interaction:{grumble.pk}", mark)
    wish_to_hear(text, anna, wishes=True, by=mark)
    add_evidence(improvement, text.about, by=mark)
    return move_improvement(improvement, "done", by=mark)


def test_the_mail_is_drawn_with_their_own_words_and_nothing_is_sent(as_manager, done, anna):
    page = as_manager.get(f"/improvements/{done.pk}/mail/")
    mail = as_manager.get(f"/improvements/{done.pk}/mail/html/?as={anna.pk}")

    assert "You said, we did" in page.text
    assert ("The queue was endless." in mail.text, "There is a second till now." in mail.text) == (True, True)
    assert "sandbox" in mail.headers["Content-Security-Policy"]
    assert not Message.objects.exists()


def test_without_listeners_there_is_no_mail(as_manager, shop):
    alone = add_improvement(Change(title="Alone"), by=None)

    assert "Nobody waits to hear." in as_manager.get(f"/improvements/{alone.pk}/mail/").text
    assert as_manager.get(f"/improvements/{alone.pk}/mail/html/").status_code == 404


def test_staff_do_not_see_who_waits(as_staff, done):
    assert as_staff.get(f"/improvements/{done.pk}/mail/").status_code == 403
    assert as_staff.get(f"/improvements/{done.pk}/mail/html/").status_code == 403


@pytest.mark.parametrize("letters", [20, 600, 3_900])
def test_the_poster_is_one_sheet_to_print(as_staff, done, letters):
    Improvement.objects.update(public_words="Words. " * (letters // 7))

    answer = as_staff.get(f"/improvements/{done.pk}/poster/")

    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert b"/Count 1" in answer.content


def test_what_is_not_decided_has_no_poster(as_staff, shop):
    made = add_improvement(Change(title="Later", public_words="Soon."), by=None)

    assert as_staff.get(f"/improvements/{made.pk}/poster/").status_code == 404
