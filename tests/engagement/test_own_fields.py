"""The shop's own questions in mails: what they hold for whom, and what the form says."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from customers.models import CustomField
from engagement.field_values import fields_of
from engagement.forms.words_field import refuse_unknown
from engagement.merge_fields import unknown_fields
from engagement.models import Message

BODY = "{{ own_size_2|your size }} {{ own_since }} {{ own_club }}"


@pytest.fixture
def questions(shop):
    kept = [("size_2", "number"), ("since", "day"), ("club", "yes_no")]
    return [CustomField.objects.create(key=key, label=key.title(), kind=kind) for key, kind in kept]


def test_a_mail_holds_the_answers_of_its_customer(questions, anna, bert, shop):
    anna.custom = {"size_2": "42", "since": "2019-06-01", "club": True}

    told = fields_of(Message(own_body=BODY), anna, shop, {})
    untold = fields_of(Message(own_body=BODY), bert, shop, {})

    assert [told[f"own_{key}"] for key in ("size_2", "since", "club")] == ["42", "1 June 2019", "yes"]
    assert {untold[f"own_{key}"] for key in ("size_2", "since", "club")} == {""}


def test_a_question_that_is_asked_no_more_is_not_told(questions, anna, shop):
    anna.custom = {"since": "2019-06-01"}
    CustomField.objects.update(retired_at=timezone.now())

    assert "own_since" not in fields_of(Message(own_body=BODY), anna, shop, {})
    assert unknown_fields("{{ own_since }}") == ["{{ own_since }}"]


def test_the_form_knows_the_questions_and_no_others(questions):
    refuse_unknown(BODY)

    with pytest.raises(ValidationError, match="own_secret"):
        refuse_unknown("{{ own_secret }}")


def test_the_page_of_a_template_names_them(questions, client, mark, words):
    client.force_login(mark)

    page = client.get(f"/mail/words/{words('news').pk}/edit/").content.decode()

    assert "own_size_2" in page
