"""Surveys and answers, as programs read them; and asking a customer."""

import pytest

from crm.shop.models import AuditEntry
from engagement.models import Message
from feedback.actions.invitation import Asking, invite
from feedback.actions.response import record_answer
from feedback.actions.survey import switch_survey_off
from feedback.evidence import Coming
from feedback.models import Invitation, Response


def answered(survey, customer, cause="one", score=2) -> Response:
    invitation = invite(customer, survey, Asking(cause), by=None)
    given = {"score": score, "why": "Too warm"}
    taken = record_answer(invitation, Coming(given=given, page=cause, seconds=9, was_changed=True))
    assert taken.response is not None
    return taken.response


def test_surveys_are_told_with_their_questions(till, survey):
    shown = till.get("/surveys/").json()["results"]

    assert [(row["kind"], row["is_on"], row["number"]) for row in shown] == [
        ("purchase", True, 1),
        ("likely", False, None),
        ("complaint", False, None),
        ("pulse", False, None),
    ]
    assert [question["key"] for question in shown[0]["questions"]] == ["score", "why"]


def test_answers_are_told_and_narrowed(till, survey, anna, bert):
    hers, his = answered(survey, anna), answered(survey, bert, score=5)

    def found(question: str) -> list[int]:
        return [row["id"] for row in till.get(f"/responses/{question}").json()["results"]]

    assert found("") == [his.pk, hers.pk]
    assert found(f"?customer={anna.pk}") == found("?band=low") == [hers.pk]
    shown = till.get(f"/responses/{hers.pk}/").json()
    assert (shown["score"], shown["answers"]) == (2, {"score": 2, "why": "Too warm"})
    for wrong in ("?band=x", "?customer=x", "?score=2"):
        assert till.get(f"/responses/{wrong}").status_code == 400


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_list_asks_as_much_for_one_as_for_many(till, survey, anna, item_count, django_assert_num_queries):
    for number in range(item_count):
        answered(survey, anna, cause=str(number))

    with django_assert_num_queries(5):
        till.get("/responses/")


def test_a_customer_is_asked_once_for_a_cause(till, survey, anna):
    body = {"survey": "purchase", "customer": {"email": "anna@example.org"}, "cause": "order 7"}

    first, second = (till.post("/invitations/", body, Idempotency_Key="k") for _time in range(2))
    third = till.post("/invitations/", body | {"survey": str(survey.pk)})

    assert (first.status_code, first.json()) == (201, second.json())
    assert first.json() == third.json()
    assert Invitation.objects.get().cause == "api:order 7"
    assert Message.objects.get().pk == first.json()["message"]
    assert "/s/" not in first.content.decode()
    assert AuditEntry.objects.get(verb="survey.asked").actor == "api: Till"


def test_nobody_is_asked_what_is_switched_off_or_unknown(till, survey, anna):
    body = {"survey": "purchase", "customer": {"email": "anna@example.org"}, "cause": "x"}
    switch_survey_off(survey, by=None)

    assert till.post("/invitations/", body).status_code == 409
    assert till.post("/invitations/", body | {"survey": "nothing"}).status_code == 400
    assert till.post("/invitations/", body | {"customer": {"email": "x@example.org"}}).status_code == 400
    assert Invitation.objects.count() == 0
