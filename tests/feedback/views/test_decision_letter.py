"""The letter of a decision: kept as it was told, and handed out as a download only."""

import pytest
from django.db import InternalError, ProgrammingError, transaction

from feedback.actions.complaint import Taken, edit_complaint, take_complaint
from feedback.actions.complaint_decision import Refusal, close_unresolved, decide_complaint
from feedback.actions.complaint_move import Told, Verdict
from feedback.actions.complaint_rules import edit_complaint_rules
from feedback.models import Complaint, DecisionLetter
from feedback.tasks import draw_letters

pytestmark = pytest.mark.django_db
NO = Refusal(Verdict("no", "It was dropped."), "no_fault", "We mend it for five pounds.")


@pytest.fixture
def leak(anna, mira) -> Complaint:
    return take_complaint(Taken("It leaks.", "refund", customer=anna), by=mira, is_told=True)


@pytest.fixture
def letter(leak, mira) -> DecisionLetter:
    decide_complaint(leak, Verdict("yes"), Told("A new one.\n\nAnd tea."), version=leak.version, by=mira)
    return DecisionLetter.objects.get()


def test_the_letter_is_the_one_they_were_told(letter, as_staff, leak, mira):
    page = as_staff.get(f"/complaints/letters/{letter.pk}/page/")

    html = page.content.decode()
    for words in ("The Corner Shop", "Thank you for telling us", "<p>And tea.</p>", "Mira", "Told on"):
        assert words in html
    assert f"/complaints/letters/{letter.pk}/paper/" in as_staff.get(f"/complaints/{leak.pk}/").text


@pytest.mark.parametrize("door", ["page", "paper"])
def test_no_browser_shows_it_as_a_page_of_ours(letter, as_staff, door):
    response = as_staff.get(f"/complaints/letters/{letter.pk}/{door}/")

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_paper_is_drawn_once_by_the_clock(letter, as_staff):
    for _ in range(2):
        draw_letters()
    drawn = bytes(DecisionLetter.objects.get().pdf)

    assert drawn.startswith(b"%PDF-")
    assert as_staff.get(f"/complaints/letters/{letter.pk}/paper/").content == drawn


@pytest.mark.parametrize("change", [{"html": "Never."}, {"sheet": {}}, {"pdf": b"%PDF-2"}])
def test_nobody_can_change_it(letter, change):
    letter.pdf = b"%PDF-1"
    letter.save(update_fields=["pdf"])

    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        DecisionLetter.objects.update(**change)


def test_a_no_holds_the_words_of_the_law(leak, mira, olga):
    rules = {"body_name": "Retail ADR", "body_website": "https://adr.example"}
    edit_complaint_rules(rules, version=1, by=olga)

    close_unresolved(leak, NO, Told("We cannot."), version=leak.version, by=mira)

    html = DecisionLetter.objects.get().html
    for words in (
        "We cannot settle your complaint",
        "Retail ADR",
        "https://adr.example",
        "five pounds",
    ):
        assert words in html


def test_a_letter_about_a_colleague_is_hidden(letter, leak, as_staff, mark):
    edit_complaint(Complaint.objects.get(), {"is_about_staff": True}, version=leak.version + 1, by=mark)

    assert as_staff.get(f"/complaints/letters/{letter.pk}/page/").status_code == 404
    as_staff.force_login(mark)
    assert as_staff.get(f"/complaints/letters/{letter.pk}/page/").status_code == 200
