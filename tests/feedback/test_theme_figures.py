"""How often themes come up."""

from datetime import date, timedelta

import pytest

from feedback.actions.theme import ThemeWords, add_theme
from feedback.models import Feeling, ThemeMention
from feedback.theme_figures import count_themes, top_themes

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 1)


def mention(theme, number: int, *, days_ago: int, feeling: int = Feeling.BAD) -> None:
    day = TODAY - timedelta(days=days_ago)
    ThemeMention.objects.create(theme=theme, about=f"x.y:{number}", feeling=feeling, on=day)


def test_a_text_about_two_parts_counts_once_on_top(shop):
    people = add_theme(ThemeWords("Our people"), by=None)
    waiting, advice = (add_theme(ThemeWords(name, above=people), by=None) for name in ("Waiting", "Advice"))
    mention(waiting, 1, days_ago=3)
    mention(advice, 1, days_ago=3, feeling=Feeling.GOOD)
    mention(waiting, 2, days_ago=100)
    mention(waiting, 3, days_ago=200)

    [top] = count_themes(TODAY)

    assert (top.now, top.before, top.good, top.bad, top.change) == (1, 1, 1, 1, 0)
    assert [(part.theme.name, part.now, part.before) for part in top.parts] == [
        ("Waiting", 1, 1),
        ("Advice", 1, 0),
    ]
    assert top.is_few


def test_top_themes_are_those_that_came_up(shop):
    advice, _waiting = (add_theme(ThemeWords(name), by=None) for name in ("Advice", "Waiting"))
    mention(advice, 1, days_ago=1)

    assert [count.theme for count in top_themes(TODAY, 7, 3)] == [advice]


def test_counting_takes_three_queries_however_many_there_are(shop, django_assert_num_queries):
    for name in ("Waiting", "Advice", "Prices"):
        mention(add_theme(ThemeWords(name), by=None), 1, days_ago=1)

    with django_assert_num_queries(3):
        count_themes(TODAY)
