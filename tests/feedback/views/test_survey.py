"""The pages of surveys and answers for staff."""

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.actions.customer import create_customer
from engagement.models import Automation
from feedback.actions.invitation import Asking, invite
from feedback.actions.response import record_answer
from feedback.actions.response_care import count_response_again, mark_response_invalid
from feedback.actions.survey import switch_survey_on
from feedback.evidence import Coming
from feedback.models import Response, Survey
from tests.web.walk import sign_in_a_moment_ago

DRAFT = {
    "name": "Tea tasting",
    "intro": "",
    "mail_subject": "How was the tea?",
    "mail_body": "[[survey]]",
    "once": "a",
    "question-0-words": "How was the tasting?",
    "question-0-shape": "stars",
    "question-0-is_required": "on",
    "question-1-words": "Which tea?",
    "question-1-shape": "one",
    "question-1-options": "Assam\nDarjeeling\n\nAssam",
    "question-2-shape": "text",
    "question-3-shape": "text",
}


def answer(survey: Survey, number: int, score: int, words: str = "") -> Response:
    who = create_customer({"given_name": f"Guest {number}", "emails": [f"g{number}@example.org"]}, by=None)
    given = {"score": score, **({"why": words} if words else {})}
    coming = Coming(given=given, page=f"p{number}", seconds=9, was_touched=True)
    taken = record_answer(invite(who, survey, Asking(str(number)), by=None), coming)
    assert taken.response is not None
    return taken.response


@pytest.mark.parametrize("item_count", [1, 3])
def test_survey_list_shows_figures_in_a_fixed_number_of_queries(
    as_manager, survey, django_assert_num_queries, item_count
):
    for number in range(item_count):
        answer(survey, number, 5)
    as_manager.get("/surveys/")

    with django_assert_num_queries(5):
        page = as_manager.get("/surveys/")

    assert page.status_code == 200


@pytest.mark.parametrize("item_count", [1, 6])
def test_survey_detail_says_how_sure_it_is(as_staff, survey, django_assert_num_queries, item_count):
    for number in range(item_count):
        answer(survey, number, 5 if number else 2, f"Words {number}")
    as_staff.get(f"/surveys/{survey.pk}/")

    with django_assert_num_queries(18):
        page = as_staff.get(f"/surveys/{survey.pk}/").text

    assert ("83%" in page, "too few to say" in page) == (item_count == 6, item_count == 1)
    assert "Words 0" in page
    assert "Words 0" not in as_staff.get(f"/surveys/{survey.pk}/?band=high").text


def test_survey_detail_of_words_alone_says_how_many_answered(as_manager, shop):
    as_manager.post("/surveys/new/", DRAFT | {"question-0-shape": "text", "question-1-words": ""})
    own = switch_survey_on(Survey.objects.get(kind="custom"), by=None)
    for name in ("Ida", "Kim"):
        who = create_customer({"given_name": name, "emails": [f"{name}@example.org"]}, by=None)
        for cause in ("once", "again"):
            given = {own.draft[0].key: f"Lovely, says {name}"}
            coming = Coming(given=given, page=f"{name} {cause}", seconds=9, was_touched=True)
            record_answer(invite(who, own, Asking(cause), by=None), coming)

    page = as_manager.get(f"/surveys/{own.pk}/").text

    assert [heading for heading in ("CSAT", "How many answered") if heading in page] == ["How many answered"]
    assert "2 earlier ones are left out" in page
    for each in (page, as_manager.get("/surveys/").text):
        assert '<strong>2</strong> <span class="text-secondary">answers, in words</span>' in each


def test_survey_funnel_counts_each_step(as_staff, survey, anna):
    answer(survey, 1, 4)
    invite(anna, survey, Asking("two"), by=None)

    page = as_staff.get(f"/surveys/{survey.pk}/funnel/").text

    assert "There was a reason to ask</th><td>2" in page
    assert "Answered</th><td>1" in page


def test_survey_add_edit_publish_switch(as_manager, survey):
    for _ in range(2):
        as_manager.post("/surveys/new/", DRAFT)
    own = Survey.objects.get(kind="custom")
    assert [question.shape for question in own.draft] == ["stars", "one"]
    assert [option.words for option in own.draft[1].options] == ["Assam", "Darjeeling"]
    keys = [question.key for question in own.draft]

    edited = DRAFT | {"version": "1", "question-1-options": "Assam\nGreen tea", "question-0-words": "Well?"}
    assert as_manager.post(f"/surveys/{own.pk}/edit/", edited).status_code == 302
    assert as_manager.post(f"/surveys/{own.pk}/edit/", edited | {"name": "Late"}).status_code == 409
    as_manager.post(f"/surveys/{own.pk}/publish/")
    as_manager.post(f"/surveys/{own.pk}/switch/", {"on": "1"})

    own.refresh_from_db()
    assert [question.key for question in own.current.asked] == keys
    assert (own.is_on, own.current.number, own.current.asked[0].words) == (True, 1, "Well?")


@pytest.mark.parametrize(
    "wrong",
    [
        *[{"name": ""}, {"mail_body": "No question"}, {"mail_subject": "{{ nonsense }}"}],
        *[{"question-1-options": "Only one"}, {"question-0-words": "", "question-1-words": ""}],
    ],
)
def test_survey_add_what_is_wrong_comes_back(as_manager, survey, wrong):
    assert as_manager.post("/surveys/new/", DRAFT | wrong).status_code == 422
    assert not Survey.objects.filter(kind="custom").exists()


def test_survey_edit_keeps_the_scale_of_a_starter(as_manager, survey):
    typed = DRAFT | {"version": "1", "question-0-shape": "likely"}

    assert as_manager.post(f"/surveys/{survey.pk}/edit/", typed).status_code == 422


@pytest.mark.parametrize("path", ["/surveys/new/", "/surveys/{}/edit/"])
def test_survey_changing_is_for_managers(as_staff, survey, path):
    assert as_staff.get(path.format(survey.pk)).status_code == 403
    assert as_staff.post(f"/surveys/{survey.pk}/switch/").status_code == 403
    assert as_staff.post(f"/surveys/{survey.pk}/publish/").status_code == 403


def test_response_judge_needs_a_reason_and_leaves_history(as_manager, survey, mark):
    response = answer(survey, 1, 1, "Not me")
    path = f"/answers/{response.pk}/judge/"

    assert as_manager.post(path, {"do": "aside", "reason": ""}).status_code == 422
    for _ in range(2):
        as_manager.post(path, {"do": "aside", "reason": "Her spam filter"})

    response.refresh_from_db()
    assert (response.invalid_by, response.invalid_reason, response.score) == (mark, "Her spam filter", 1)
    assert not Response.objects.counting().exists()
    assert AuditEntry.objects.filter(verb="response.set_aside").count() == 1
    page = as_manager.get(f"/answers/{response.pk}/").text
    assert "Her spam filter" in page
    assert "What should we have done differently?" in page
    as_manager.post(path, {"do": "count"})
    assert Response.objects.counting().exists()


def test_response_judge_is_for_managers(as_staff, survey):
    response = answer(survey, 1, 1)

    assert as_staff.get(f"/answers/{response.pk}/").status_code == 200
    assert as_staff.post(f"/answers/{response.pk}/judge/", {"reason": "x"}).status_code == 403
    assert as_staff.get("/answers/999/").status_code == 404


def test_setting_aside_twice_keeps_the_first_reason(survey, olga):
    response = answer(survey, 1, 1)

    mark_response_invalid(response, reason="One", by=olga)
    assert mark_response_invalid(response, reason="Two", by=olga).invalid_reason == "One"
    count_response_again(response, by=olga)
    assert count_response_again(response, by=olga).invalid_at is None


def test_the_customer_page_shows_their_answers(as_staff, survey):
    response = answer(survey, 1, 2, "The tea was cold")

    page = as_staff.get(f"/customers/{response.customer_id}/").text

    assert page.count("The tea was cold") == 2
    assert f"/answers/{response.pk}/" in page
    assert timezone.now() > response.changed_at


def test_survey_preview_shows_the_draft_and_sends_nothing(as_staff, survey):
    page = as_staff.get(f"/surveys/{survey.pk}/preview/?v=1").text

    assert "Hello Anna" in page
    assert "What should we have done differently?" in page
    assert 'value="send" disabled' in page
    assert as_staff.post(f"/surveys/{survey.pk}/preview/").status_code == 405


def test_a_dry_run_counts_surveys(as_manager, survey, anna, buy):
    buy(anna, days_ago=5)
    automation = Automation.objects.get(recipe="survey_purchase")

    page = as_manager.get(f"/mail/by-itself/{automation.pk}/dry-run/").text

    assert "1 mail to 1 person" in page
    assert "ask: “After a purchase”" in page


def test_survey_export_takes_all_answers_out_and_says_so(as_manager, survey, mark):
    sign_in_a_moment_ago(as_manager, mark)
    answer(survey, 1, 2, "=1+1")
    mark_response_invalid(answer(survey, 2, 5), reason="A robot", by=None)

    told = as_manager.post(f"/surveys/{survey.pk}/export/")

    head, first, second = b"".join(told).decode("utf-8-sig").splitlines()
    assert "How satisfied are you with your visit?" in head
    assert first.endswith("1,yes,,2 – bad,'=1+1")
    assert second.endswith("1,no,A robot,5 – very good,")
    assert AuditEntry.objects.get(verb="survey.exported").counts == {"answers": 2}


def test_survey_export_is_for_those_who_may_take_customers_out(as_staff, survey):
    assert as_staff.post(f"/surveys/{survey.pk}/export/").status_code == 403


def test_survey_export_asks_for_the_password_again(as_manager, survey):
    answer(survey, 1, 2)

    told = as_manager.post(f"/surveys/{survey.pk}/export/")

    assert "/reauthenticate/" in told.headers["Location"]
    assert not AuditEntry.objects.filter(verb="survey.exported").exists()


def test_survey_export_is_no_link(as_manager, survey, mark):
    sign_in_a_moment_ago(as_manager, mark)

    assert as_manager.get(f"/surveys/{survey.pk}/export/").status_code == 405
