"""On a phone nothing sticks to what stands above it: a thumb must be able to tell two things apart."""

import re

import pytest
from playwright.sync_api import Page

from crm.shop.models import User
from feedback.actions.survey import survey_of
from feedback.starters import starters
from tests.browser.crawl import go

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = 390
# What begins within four pixels below something else that is not its own label.
STICKING = """() => {
  const above = "main :is(.btn, .card, .form-control, .form-select, .form-hint, .choices)";
  const below = "main :is(.btn, .card, .form-label, .choices)";
  const shown = places => [...document.querySelectorAll(places)].filter(each => each.checkVisibility());
  const name = each => each.className + ": " + each.textContent.trim().slice(0, 30);
  const touch = (one, other) => {
    const [upper, lower] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    const gap = lower.top - upper.bottom;
    return gap > -2 && gap < 4 && upper.left < lower.right && lower.left < upper.right;
  };
  return shown(above).flatMap(one => shown(below)
    .filter(other => one !== other && !one.contains(other) && !other.contains(one) && touch(one, other))
    .map(other => name(one) + " / " + name(other)));
}"""


def test_a_complaint_has_room_between_its_parts(open_as, mira: User, anna: object):
    page: Page = open_as(mira, width=PHONE)
    go(page, "/complaints/new/")
    sticking = page.evaluate(STICKING)

    page.get_by_label("What happened").fill("The lid does not sit.")
    page.get_by_label("What do they want").select_option(index=1)
    page.get_by_role("button", name="Take it").tap()
    page.wait_for_url(re.compile(r"/complaints/\d+/"))

    assert sticking + page.evaluate(STICKING) == []


def test_the_results_of_a_survey_have_room_between_their_buttons(open_as, olga: User):
    survey = survey_of(next(iter(starters())))
    survey.save()
    page: Page = open_as(olga, width=PHONE)
    go(page, f"/surveys/{survey.pk}/")

    assert page.get_by_role("button", name=re.compile("Take")).count() == 2
    assert page.evaluate(STICKING) == []
