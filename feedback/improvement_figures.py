"""What stands behind an improvement: how many texts, whose, and what it weighs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Min

from feedback.models import Feeling, Improvement, ImprovementEvidence, ThemeMention
from feedback.priority import Priority
from feedback.priority_figures import Mention, mentions_of_themes, weigh_mentions

THEME = "feedback.theme:"


def weigh(improvements: Sequence[Improvement], now: datetime) -> dict[int, Priority]:
    """The weight of each, in a fixed number of questions."""
    texts, themes = _evidence(improvements)
    of_themes = mentions_of_themes({theme for found in themes.values() for theme in found}, now)
    of_texts = _mentions_of_texts({about for found in texts.values() for about in found})
    rows = {
        improvement.pk: [
            *(each for theme in themes[improvement.pk] for each in of_themes[theme]),
            *(each for about in texts[improvement.pk] for each in of_texts[about]),
        ]
        for improvement in improvements
    }
    weighed = weigh_mentions({pk: set(found) for pk, found in rows.items()}, now)
    return {
        each.pk: replace(
            weighed[each.pk],
            texts=len(texts[each.pk] | {row.about for row in rows[each.pk]}),
            effort=each.effort,
        )
        for each in improvements
    }


def efforts_of_themes() -> dict[int, int]:
    """The least work that somebody has thought of for each theme, of what is not decided yet."""
    open_ones = Improvement.objects.undecided().filter(evidence__about__startswith=THEME)
    rows = open_ones.values_list("evidence__about").annotate(least=Min("effort")).order_by()
    found = ((about.removeprefix(THEME), least) for about, least in rows)
    return {int(number): least for number, least in found if number.isdecimal()}


def _evidence(improvements: Iterable[Improvement]) -> tuple[dict[int, set[str]], dict[int, set[int]]]:
    texts: dict[int, set[str]] = defaultdict(set)
    themes: dict[int, set[int]] = defaultdict(set)
    rows = ImprovementEvidence.objects.filter(improvement__in=[each.pk for each in improvements])
    for pk, about in rows.values_list("improvement", "about"):
        number = about.removeprefix(THEME)
        if about.startswith(THEME) and number.isdecimal():
            themes[pk].add(int(number))
        else:
            texts[pk].add(about)
    return texts, themes


def _mentions_of_texts(abouts: set[str]) -> dict[str, list[Mention]]:
    """Whose the texts are that an improvement rests on itself, where somebody has sorted them."""
    found: dict[str, list[Mention]] = defaultdict(list)
    rows = ThemeMention.objects.filter(about__in=abouts).exclude(feeling=Feeling.GOOD)
    for about, customer, feeling, on in rows.values_list("about", "customer", "feeling", "on"):
        found[about].append(Mention(about, customer, feeling, on))
    return found
