"""Naming themes, and saying what a text is about."""

import pytest

from crm.shop.models import AuditEntry
from customers.stale import SomebodyWasFaster
from feedback.actions.theme import (
    ThemeIsTaken,
    ThemeStandsTooDeep,
    ThemeWords,
    add_theme,
    edit_theme,
    forget_text,
    retire_theme,
    sort_text,
    take_up_starter_themes,
)
from feedback.models import Feeling, Theme, ThemeMention, ThemeReading
from feedback.starter_themes import STARTER_THEMES
from feedback.voices import said

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(AuditEntry.objects.filter(verb__startswith="theme.").values_list("verb", flat=True))


def test_add_theme_keeps_its_words_clean(shop, mira):
    theme = add_theme(ThemeWords("Waiting", words="Queue, queue"), by=mira)

    assert (theme.words, verbs()) == ("queue", ["theme.added"])


def test_a_theme_is_named_once(waiting):
    with pytest.raises(ThemeIsTaken):
        add_theme(ThemeWords("Waiting"), by=None)


def test_themes_are_two_levels_deep(waiting):
    people = add_theme(ThemeWords("Our people"), by=None)
    waiting = edit_theme(waiting, ThemeWords("Waiting", above=people), version=1, by=None)

    with pytest.raises(ThemeStandsTooDeep):
        add_theme(ThemeWords("Waiting on the phone", above=waiting), by=None)
    with pytest.raises(ThemeStandsTooDeep):
        edit_theme(people, ThemeWords("Our people", above=waiting), version=1, by=None)


def test_edit_theme_tells_whoever_was_slower(waiting):
    edit_theme(waiting, ThemeWords("Queues"), version=1, by=None)

    with pytest.raises(SomebodyWasFaster):
        edit_theme(waiting, ThemeWords("Lines"), version=1, by=None)


def test_retire_theme_takes_its_parts_along_once(waiting):
    people = add_theme(ThemeWords("Our people"), by=None)
    edit_theme(waiting, ThemeWords("Waiting", above=people), version=1, by=None)

    retire_theme(people, by=None)
    retire_theme(people, by=None)

    assert not Theme.objects.in_use().exists()
    assert verbs().count("theme.retired") == 1


def test_starter_themes_come_once(shop, olga):
    assert take_up_starter_themes(by=olga) == len(STARTER_THEMES)
    assert take_up_starter_themes(by=olga) == 0
    assert Theme.objects.get(name="Waiting").above.name == "Our people"


def test_sort_text_counts_a_text_once_and_leaves_one_line_of_history(waiting, grumble, anna, mira):
    text = said(f"customers.interaction:{grumble.pk}", mira)

    for _turn in range(2):
        sort_text(text, {waiting: Feeling.BAD}, suggested={waiting.pk}, by=mira)

    mention = ThemeMention.objects.get()
    assert (mention.feeling, mention.customer, mention.was_suggested) == (Feeling.BAD, anna, True)
    assert verbs().count("theme.sorted") == 1


def test_sort_text_again_takes_the_place_of_what_was_said_before(waiting, grumble, mira):
    text = said(f"customers.interaction:{grumble.pk}", mira)
    prices = add_theme(ThemeWords("Prices"), by=None)
    sort_text(text, {waiting: Feeling.BAD}, suggested=set(), by=mira)

    sort_text(text, {prices: Feeling.GOOD}, suggested=set(), by=mira)

    assert [(row.theme, row.feeling) for row in ThemeMention.objects.all()] == [(prices, Feeling.GOOD)]


def test_a_text_about_nothing_is_read_too(waiting, grumble, mira):
    sort_text(said(f"customers.interaction:{grumble.pk}", mira), {}, suggested=set(), by=mira)

    assert (ThemeReading.objects.count(), ThemeMention.objects.count()) == (1, 0)


def test_forget_text_leaves_nothing_of_it(waiting, grumble, mira):
    text = said(f"customers.interaction:{grumble.pk}", mira)
    sort_text(text, {waiting: Feeling.BAD}, suggested=set(), by=mira)

    forget_text(text.about)

    assert (ThemeReading.objects.count(), ThemeMention.objects.count()) == (0, 0)
