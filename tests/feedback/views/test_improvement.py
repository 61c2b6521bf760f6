"""The pages of improvements, ideas and the huddle."""

from datetime import timedelta

import pytest
from django.utils import timezone

from engagement.models import Message
from feedback.actions.improvement import Change, add_evidence, add_improvement, move_improvement
from feedback.actions.improvement_news import wish_to_hear
from feedback.actions.response_care import ask_for_call
from feedback.models import HearBack, Idea, Improvement
from feedback.voices import said
from tests.feedback.surveys import answer_of

pytestmark = pytest.mark.django_db
TYPED = {"title": "A second till", "effort": 2, "public_words": "There is one.", "once": "a"}


@pytest.fixture
def second_till(shop) -> Improvement:
    return add_improvement(Change(title="A second till", public_words="There is one."), by=None)


def test_an_improvement_is_written_down_once(as_staff, waiting):
    for _turn in range(2):
        response = as_staff.post("/improvements/new/", {**TYPED, "because": f"feedback.theme:{waiting.pk}"})

    made = Improvement.objects.get()
    page = as_staff.get(response.url).text
    assert (response.url, "Waiting" in page) == (f"/improvements/{made.pk}/", True)


@pytest.mark.parametrize(
    "odd",
    [
        {"title": ""},
        {"effort": "4"},
        {"baseline_from": "2026-01-01"},
        {"baseline_from": "2026-02-01", "baseline_until": "2026-01-01"},
    ],
)
def test_an_odd_improvement_comes_back_as_a_form(as_staff, shop, odd):
    assert as_staff.post("/improvements/new/", {**TYPED, **odd}).status_code == 422
    assert not Improvement.objects.exists()


def test_a_slower_change_keeps_what_was_typed(as_staff, second_till):
    change = {**TYPED, "title": "Two", "version": 1}
    assert as_staff.post(f"/improvements/{second_till.pk}/edit/", change).status_code == 302

    response = as_staff.post(f"/improvements/{second_till.pk}/edit/", {**change, "title": "Three"})

    assert (response.status_code, "Three" in response.text) == (409, True)


def test_it_moves_on_and_a_no_needs_its_why(as_staff, second_till):
    address = f"/improvements/{second_till.pk}/move/"
    assert as_staff.post(address, {"state": "declined"}).status_code == 422
    assert as_staff.post(address, {"state": "odd"}).status_code == 422

    as_staff.post(address, {"state": "done", "live_on": "2026-05-01"})

    second_till.refresh_from_db()
    assert (second_till.state, str(second_till.live_on)) == ("done", "2026-05-01")
    assert "So since 1 May 2026." in as_staff.get(f"/improvements/{second_till.pk}/").text


def test_done_is_what_is_done_and_its_day_can_be_put_right(as_staff, second_till):
    address, today = f"/improvements/{second_till.pk}/move/", timezone.localdate()
    tomorrow = as_staff.post(address, {"state": "done", "live_on": str(today + timedelta(days=1))})
    assert (tomorrow.status_code, "This day has not come yet." in tomorrow.text) == (422, True)

    for live_on, so in ((today - timedelta(days=9), today - timedelta(days=9)), ("", today)):
        as_staff.post(address, {"state": "done", "live_on": str(live_on)})
        second_till.refresh_from_db()
        assert (second_till.state, second_till.live_on) == ("done", so)


def test_it_is_not_so_before_the_weeks_it_is_compared_with_are_over(as_staff, second_till):
    today = timezone.localdate()
    Improvement.objects.update(baseline_from=today, baseline_until=today + timedelta(days=5))

    response = as_staff.post(f"/improvements/{second_till.pk}/move/", {"state": "done"})

    assert (response.status_code, "can only be so from then on" in response.text) == (422, True)


def test_what_it_rests_on_comes_and_goes(as_staff, second_till, waiting):
    address = f"/improvements/{second_till.pk}/evidence/"
    assert as_staff.post(address, {}).status_code == 422
    as_staff.post(address, {"theme": waiting.pk})
    assert "Waiting" in as_staff.get(f"/improvements/{second_till.pk}/").text

    as_staff.post(address, {"drop": f"feedback.theme:{waiting.pk}"})
    assert not second_till.evidence.exists()


def test_everybody_reads_what_was_done_and_what_was_not(client, as_manager, second_till):
    assert "Nothing yet" in client.get("/you-said-we-did/").text
    move_improvement(second_till, "declined", reason="There is no room.", by=None)

    as_manager.post(f"/improvements/{second_till.pk}/show/", {"do": "show"})

    page = client.get("/you-said-we-did/").text
    assert ("We decided not to" in page, "There is no room." in page) == (True, True)


def test_those_who_asked_are_shown_before_they_are_told(as_manager, second_till, grumble, anna, mark):
    text = said(f"customers.interaction:{grumble.pk}", mark)
    wish_to_hear(text, anna, wishes=True, by=mark)
    add_evidence(second_till, text.about, by=mark)
    move_improvement(second_till, "done", by=mark)
    page = as_manager.get(f"/improvements/{second_till.pk}/").text
    assert page.index("They still wait to hear:") < page.index("Anna Bell")

    response = as_manager.post(f"/improvements/{second_till.pk}/tell/", follow=True)

    assert "1 mail is planned." in response.text
    assert "Nobody waits to hear." in response.text


def test_whom_no_mail_reached_was_not_told(as_manager, second_till, grumble, anna, mark):
    text = said(f"customers.interaction:{grumble.pk}", mark)
    wish_to_hear(text, anna, wishes=True, by=mark)
    add_evidence(second_till, text.about, by=mark)
    move_improvement(second_till, "done", by=mark)
    as_manager.post(f"/improvements/{second_till.pk}/tell/")
    assert "1 customer was told." in as_manager.get(f"/improvements/{second_till.pk}/").text

    Message.objects.update(state="skipped", skip_reason="no_address", decided_at=timezone.now())

    page = as_manager.get(f"/improvements/{second_till.pk}/").text
    assert ("was told" in page, "They have no e-mail address" in page) == (False, True)


def test_nothing_is_told_before_it_is_decided(as_manager, second_till):
    response = as_manager.post(f"/improvements/{second_till.pk}/tell/", follow=True)

    assert "Decide it first" in response.text


def test_staff_neither_show_nor_tell(as_staff, second_till):
    for door in ("show", "tell"):
        assert as_staff.post(f"/improvements/{second_till.pk}/{door}/").status_code == 403
        assert as_staff.get(f"/improvements/{second_till.pk}/{door}/").status_code in {403, 405}


def test_the_wish_to_hear_is_noted_where_a_text_is_sorted(as_staff, waiting, grumble, anna):
    about = f"customers.interaction:{grumble.pk}"
    as_staff.post("/themes/sort/", {"about": about, "wants_to_hear": "on"})
    assert HearBack.objects.get().customer == anna
    assert as_staff.get(f"/themes/sort/?about={about}").context["form"].initial["wants_to_hear"] is True

    as_staff.post("/themes/sort/", {"about": about})
    assert not HearBack.objects.exists()


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_register_takes_as_many_queries_however_long_it_is(
    as_staff, waiting, django_assert_num_queries, item_count
):
    for number in range(item_count):
        change = Change(title=f"Change {number}")
        add_improvement(change, because=f"feedback.theme:{waiting.pk}", by=None)

    as_staff.get("/improvements/")
    with django_assert_num_queries(8):
        as_staff.get("/improvements/")
    assert as_staff.get("/improvements/?state=done").status_code == 200


def test_ideas_go_into_the_box_once_and_get_an_answer(as_staff, as_manager):
    for _turn in range(2):
        as_staff.post("/ideas/", {"text": "A bell.", "once": "i"})
    idea = Idea.objects.get()
    assert as_staff.post(f"/ideas/{idea.pk}/answer/", {"answer": "x"}).status_code == 403
    assert as_staff.post("/ideas/", {}).status_code == 422

    as_manager.post(f"/ideas/{idea.pk}/answer/", {"answer": "", "do": "take"})
    as_manager.post(f"/ideas/{idea.pk}/answer/", {"answer": "Yes.", "do": "take"})

    idea.refresh_from_db()
    assert (idea.state, idea.improvement.title) == ("taken", "A bell.")
    assert "Taken up" in as_staff.get("/ideas/").text


def test_the_huddle_shows_the_week_and_takes_one_decision(as_staff, grumble, bad_review):
    page = as_staff.get("/huddle/").text

    assert ("The queue was endless." in page, "2 stars of 5" in page, "One decision" in page) == (True,) * 3


def test_the_huddle_reads_a_matter_once(as_staff, anna):
    ask_for_call(answer_of(anna))

    assert as_staff.get("/huddle/").text.count("Too warm") == 1


def test_viewers_see_the_huddle_and_decide_nothing(as_viewer, bad_review):
    assert "One decision" not in as_viewer.get("/huddle/").text
    assert as_viewer.get("/ideas/").status_code == 403


def test_the_decision_of_the_huddle_is_written_down_once(as_staff, as_viewer, mira):
    typed = {"title": "A second till", "owner": mira.pk, "once": "a", "public_words": "Not offered here."}
    assert as_staff.post("/huddle/decide/", typed | {"title": ""}).status_code == 422
    assert as_viewer.post("/huddle/decide/", typed).status_code == 403
    assert as_staff.get("/huddle/decide/").status_code == 405

    for _turn in range(2):
        response = as_staff.post("/huddle/decide/", typed)

    made = Improvement.objects.get()
    assert (response.url, made.owner, made.public_words) == (f"/improvements/{made.pk}/", mira, "")
