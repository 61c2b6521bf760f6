"""The first question of a survey in a mail, as a phone shows it: no word of an answer is broken."""

import pytest
from playwright.sync_api import Page

from customers.models import Customer
from engagement.delivery import send_due
from engagement.models import Message
from feedback.actions.invitation import Asking, invite
from feedback.actions.survey import install_starter_surveys, switch_survey_on
from feedback.models import Survey
from tests.engagement.conftest import at_any_hour  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Words of the answers that stand on two lines, or reach out of their box.
BROKEN = """() => [...document.querySelectorAll(".survey-link")].flatMap(link => {
  const box = link.getBoundingClientRect();
  const words = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (words.nextNode()) for (const word of words.currentNode.data.matchAll(/\\S+/g)) {
    const range = document.createRange();
    range.setStart(words.currentNode, word.index);
    range.setEnd(words.currentNode, word.index + word[0].length);
    const lines = [...range.getClientRects()];
    if (lines.length > 1 || lines[0].left < box.left || lines[0].right > box.right) broken.push(word[0]);
  }
  return broken;
})"""


@pytest.mark.parametrize(("kind", "answers"), [("purchase", 5), ("likely", 11)])
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_no_answer_is_broken_in_the_mail(
    open_as,
    mira,
    anna: Customer,
    at_any_hour,  # noqa: F811 - the fixture
    kind,
    answers,
    width,
):
    install_starter_surveys(by=None)
    survey = switch_survey_on(Survey.objects.get(key=kind), by=None)
    invite(anna, survey, Asking(""), by=None)
    send_due(is_bulk=True)
    body = Message.objects.get().html
    page: Page = open_as(mira, width=width)
    page.set_content(body)

    assert page.locator(".survey-link").count() == answers
    assert page.evaluate(BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
