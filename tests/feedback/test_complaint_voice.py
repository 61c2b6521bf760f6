"""Complaints are heard where themes are found."""

import pytest

from feedback.actions.complaint import Taken, take_complaint
from feedback.voices import said

pytestmark = pytest.mark.django_db


def test_a_complaint_is_a_voice_for_those_who_may_see_it(anna, mira, mark):
    about_us = take_complaint(Taken("Otto was rude.", customer=anna, is_about_staff=True), by=mira)
    key = f"feedback.complaint:{about_us.pk}"

    assert said(key, mira) is None
    heard = said(key, mark)
    assert (heard.text, heard.customer_id) == ("Otto was rude.", anna.pk)
