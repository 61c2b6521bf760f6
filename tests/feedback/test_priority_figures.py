"""What people said of late, weighed; and the page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.actions.customer import create_customer
from customers.models import Customer
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.review import log_review
from feedback.models import Feeling, Review, Theme, ThemeMention
from feedback.priority_figures import mentions_of_themes, weigh_mentions
from feedback.review_reading import Written

pytestmark = pytest.mark.django_db


@pytest.fixture
def six(shop) -> list[Customer]:
    return [create_customer({"phones": [f"+44163296010{number}"]}, by=None) for number in range(6)]


def mention(theme: Theme, about: str, customer: Customer | None, *, days_ago: int = 0, feeling=Feeling.BAD):
    day = timezone.localdate() - timedelta(days=days_ago)
    return ThemeMention.objects.create(theme=theme, about=about, customer=customer, on=day, feeling=feeling)


def weighed(theme: Theme):
    now = timezone.now()
    return weigh_mentions(mentions_of_themes([theme.pk], now), now).get(theme.pk)


def review(google, author: str, score: int, customer: Customer | None = None) -> Review:
    made = log_review(google, Written(f"Words of {author}", author, score, timezone.localdate()), by=None)[0]
    Review.objects.filter(pk=made.pk).update(customer=customer)
    return made


def test_each_customer_counts_once(waiting, six):
    for number, customer in enumerate([*six, six[0], None]):
        mention(waiting, f"x.y:{number}", customer)

    found = weighed(waiting)

    assert (found.texts, found.customers, found.severity, found.recency) == (8, 6, 2, 1)


def test_praise_and_what_is_old_give_no_reason(waiting, six):
    mention(waiting, "x.y:1", six[0], feeling=Feeling.GOOD)
    mention(waiting, "x.y:2", six[0], days_ago=90)

    assert weighed(waiting) is None


def test_those_who_mention_it_are_compared_with_everybody_else(waiting, google, six):
    low = review(google, "A", 2)
    review(google, "B", 1, six[0])
    for author in "CDE":
        review(google, author, 5)
    mention(waiting, f"feedback.review:{low.pk}", None)
    mention(waiting, "x.y:1", six[0], feeling=Feeling.NEUTRAL)

    found = weighed(waiting)

    assert (found.gap, found.scored, found.severity) == (3.5, 2, 1.5)


def test_a_complaint_is_as_bad_as_it_was_taken_down(waiting, six, counter, mira):
    complaint = take_complaint(Taken(story="It broke.", customer=six[0], severity=1), by=mira)
    mention(waiting, f"feedback.complaint:{complaint.pk}", six[0])

    assert weighed(waiting).severity == 4


def test_the_page_ranks_and_says_who_are_too_few(as_viewer, waiting, six, google):
    for number, customer in enumerate(six[:5]):
        mention(waiting, f"x.y:{number}", customer)
    other = Theme.objects.create(name="Music")
    mention(other, "x.y:9", six[5])
    for author, score, customer in (("A", 1, six[0]), ("B", 5, None)):
        review(google, author, score, customer)

    page = as_viewer.get("/themes/first/").text

    head, _heading, tail = page.partition("Too few to rank")
    assert all(words in head for words in ("<circle", "Waiting"))
    assert ("Music" in head, "Music" in tail) == (False, True)


def test_without_themes_the_page_says_so(as_viewer):
    assert "Nothing to rank yet" in as_viewer.get("/themes/first/").text


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_as_often_for_many(as_viewer, waiting, six, count, django_assert_num_queries):
    for number in range(count):
        theme = Theme.objects.create(name=f"Theme {number}", above=None)
        for customer in six:
            mention(theme, f"x.y:{number}{customer.pk}", customer)
    as_viewer.get("/themes/first/")

    with django_assert_num_queries(9):
        as_viewer.get("/themes/first/")
