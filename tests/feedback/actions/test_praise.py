"""Good words that name a colleague."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers import kinds
from customers.actions.interaction import Entry, log_interaction
from feedback.actions.idea import answer_idea, leave_idea
from feedback.actions.praise import drop_praise, find_praise
from feedback.actions.review import log_review
from feedback.models import Praise, Review
from feedback.praise_figures import recognise
from feedback.review_reading import Written

pytestmark = pytest.mark.django_db


@pytest.fixture
def praised(olga, mira, otto, anna, google) -> list[str]:
    """A good review, a bad one and a compliment, all naming Mira; where Mira was praised."""
    today = timezone.localdate()
    good = log_review(google, Written("Mira was lovely.", "A", 5, today), by=None)[0]
    log_review(google, Written("Mira was rude.", "B", 1, today), by=None)
    entry = Entry(kind=kinds.COMPLIMENT.key, at=timezone.now(), text="Ask for Mira or Otto!")
    line = log_interaction(anna, entry, by=None)
    return [f"feedback.review:{good.pk}", f"customers.interaction:{line.pk}"]


def today() -> date:
    return timezone.localdate()


def test_good_words_are_found_once(praised, mira, otto):
    counts = [find_praise(timezone.now()) for _turn in range(2)]

    assert counts == [3, 0]
    assert set(Praise.objects.filter(colleague=mira).values_list("about", flat=True)) == set(praised)
    assert Praise.objects.filter(colleague=otto).count() == 1
    assert AuditEntry.objects.filter(verb="praise.found").count() == 1


def test_praise_of_somebody_else_is_not_found_again(praised, mira, mark):
    find_praise(timezone.now())
    for row in Praise.objects.filter(colleague=mira):
        drop_praise(row, by=mark)
        drop_praise(row, by=mark)

    assert find_praise(timezone.now()) == 0
    assert not Praise.objects.standing().filter(colleague=mira).exists()
    assert AuditEntry.objects.filter(verb="praise.dropped").count() == 2


def test_a_review_that_turned_bad_is_praise_no_more(praised, mira, olga):
    find_praise(timezone.now())
    Review.objects.update(score=1)

    (first,) = (each for each in recognise(olga, since=today(), until=today()) if each.colleague == mira)

    assert [said.text for _row, said in first.praise] == ["Ask for Mira or Otto!"]


def test_ideas_that_were_taken_up_are_recognised_with_a_name_only(olga, otto, mark):
    for nameless in (False, True):
        idea = leave_idea("A bell.", by=otto, is_nameless=nameless)
        answer_idea(idea, answer="Yes.", is_taken=True, by=mark)

    found = recognise(olga, since=today(), until=today())

    assert (found[0].colleague, len(found[0].ideas)) == (otto, 1)
    assert sum(len(each.ideas) for each in found) == 1


def test_the_days_are_kept_to(praised, olga):
    find_praise(timezone.now())
    tomorrow = today() + timedelta(days=1)

    assert sum(each.count for each in recognise(olga, since=tomorrow, until=tomorrow)) == 0


def test_everybody_is_recognised_in_as_many_questions(praised, olga, mark, django_assert_num_queries):
    find_praise(timezone.now())

    with django_assert_num_queries(5):
        recognise(olga, since=today(), until=today())


def test_nobody_reads_without_an_owner(shop, mira):
    assert find_praise(timezone.now()) == 0
