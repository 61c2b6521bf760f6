"""What shall change when an improvement is live: chosen before, counted before and since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.improvement import BaselineIsChosen, Change, add_improvement, edit_improvement
from feedback.actions.improvement import move_improvement as move
from feedback.actions.root_cause import add_root_cause
from feedback.improvement_effect import effect_of
from feedback.models import Complaint, Feeling, ThemeMention
from feedback.watched import Counted, choices, count_watched, words_for
from tests.feedback.surveys import given

pytestmark = pytest.mark.django_db


def mention(theme, about: str, days_ago: int, feeling=Feeling.BAD) -> None:
    on = timezone.localdate() - timedelta(days=days_ago)
    ThemeMention.objects.create(theme=theme, about=about, on=on, feeling=feeling)


def test_texts_are_counted_once_and_praise_is_left_out(waiting):
    mention(waiting, "x.y:1", 5)
    mention(waiting, "x.y:2", 5, Feeling.GOOD)
    mention(waiting, "x.y:3", 50)
    today = timezone.localdate()

    counted = count_watched(f"feedback.theme:{waiting.pk}", today - timedelta(days=9), today)

    assert counted == Counted(1, 2)


def test_happy_answers_are_counted(survey):
    for score in (5, 5, 1):
        given(survey, score)
    today = timezone.localdate()

    assert count_watched(f"feedback.survey:{survey.pk}", today, today) == Counted(2, 3)


def test_complaints_with_a_cause_are_counted(shop, counter, mira):
    cause = add_root_cause("Broken", above=None, by=None)
    first = take_complaint(Taken(story="It broke."), by=mira)
    take_complaint(Taken(story="It was late."), by=mira)
    Complaint.objects.filter(pk=first.pk).update(root_cause=cause)
    today = timezone.localdate()

    assert count_watched(f"feedback.rootcause:{cause.pk}", today, today) == Counted(1, 2)


@pytest.mark.parametrize("key", ["", "shop.user:1", "feedback.theme:x", "feedback.theme:\u0663", "x:9"])
def test_what_is_not_there_has_no_words(shop, key):
    assert words_for(key) == ""


def test_everything_that_can_be_watched_is_offered(survey, waiting):
    offered = {key for _group, rows in choices() for key, _words in rows}

    assert {f"feedback.theme:{waiting.pk}", f"feedback.survey:{survey.pk}"} <= offered
    assert all(words_for(key) for key in offered)


def test_what_shall_change_stays_once_it_is_live(waiting, survey, mira):
    theme = f"feedback.theme:{waiting.pk}"
    made = add_improvement(Change(title="A second till", watched=theme), by=mira)
    done = move(made, "done", by=mira)
    other = Change(
        title="A second till",
        watched=f"feedback.survey:{survey.pk}",
        baseline_from=done.baseline_from,
        baseline_until=done.baseline_until,
    )

    with pytest.raises(BaselineIsChosen):
        edit_improvement(done, other, version=done.version, by=mira)


def test_whoever_chose_nothing_watches_the_theme_it_rests_on(waiting, mira):
    theme = f"feedback.theme:{waiting.pk}"
    made = add_improvement(Change(title="A second till"), because=theme, by=mira)

    assert move(made, "doing", by=mira).watched == theme


def test_before_and_since_are_shown_as_counts(as_staff, waiting, mira):
    today = timezone.localdate()
    theme = f"feedback.theme:{waiting.pk}"
    for number, days_ago in enumerate((40, 30, 3)):
        mention(waiting, f"x.y:{number}", days_ago)
    made = add_improvement(Change(title="A second till", watched=theme), by=mira)
    done = move(made, "done", by=mira, live_on=today - timedelta(days=10))

    effect = effect_of(done, today)

    assert effect is not None
    assert (effect.before, effect.after, effect.last_on) == (Counted(2, 2), Counted(1, 1), today)
    page = as_staff.get(f"/improvements/{done.pk}/").text
    assert ("2 of 2" in page, "1 of 1" in page) == (True, True)


def test_nothing_chosen_has_no_effect(shop, mira):
    made = add_improvement(Change(title="A second till"), by=mira)

    assert effect_of(made, timezone.localdate()) is None
