"""Naming themes, and saying which of them a text was about."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.stale import refuse_stale
from feedback.models import Theme, ThemeMention, ThemeReading
from feedback.starter_themes import STARTER_THEMES, StarterTheme
from feedback.theme_words import clean_phrases
from feedback.voices import Said


@dataclass(frozen=True)
class ThemeWords:
    """What somebody writes about a theme."""

    name: str
    above: Theme | None = None
    words: str = ""


class ThemeIsTaken(Exception):
    """There is a theme of this name already."""


class ThemeStandsTooDeep(Exception):
    """Themes are two levels deep: what has parts goes under nothing, and nothing goes under a part."""


@transaction.atomic
def add_theme(told: ThemeWords, *, by: User | None) -> Theme:
    """A new theme. Raises ThemeIsTaken, ThemeStandsTooDeep."""
    _refuse(told, None)
    theme = Theme.objects.create(name=told.name, above=told.above, words=clean_phrases(told.words))
    audit.record("theme.added", theme, by=by)
    return theme


@transaction.atomic
def edit_theme(theme: Theme, told: ThemeWords, *, version: int, by: User | None) -> Theme:
    """Change it. Raises SomebodyWasFaster, ThemeIsTaken, ThemeStandsTooDeep."""
    theme = Theme.objects.select_for_update().get(pk=theme.pk)
    refuse_stale(theme, version)
    _refuse(told, theme)
    wanted = {"name": told.name, "above": told.above, "words": clean_phrases(told.words)}
    changed = [name for name, value in wanted.items() if getattr(theme, name) != value]
    if changed:
        for name in changed:
            setattr(theme, name, wanted[name])
        theme.version += 1
        theme.save(update_fields=[*changed, "version"])
        audit.record("theme.edited", theme, by=by, fields=changed)
    return theme


@transaction.atomic
def retire_theme(theme: Theme, *, by: User | None) -> Theme:
    """Nothing new is about it, nor about what belongs to it; what was counted stays. Twice is once."""
    theme = Theme.objects.select_for_update().get(pk=theme.pk)
    if theme.retired_at is None:
        now = timezone.now()
        Theme.objects.in_use().filter(above=theme).update(retired_at=now)
        theme.retired_at = now
        theme.save(update_fields=["retired_at"])
        audit.record("theme.retired", theme, by=by)
    return theme


@transaction.atomic
def take_up_starter_themes(*, by: User | None) -> int:
    """The themes a shop may begin with, each once; how many are new."""
    tops: dict[str, Theme] = {}
    new = 0
    for starter in STARTER_THEMES:
        theme, is_new = _take_up(starter, tops)
        new += is_new
        tops[starter.key] = theme
    if new:
        audit.record("theme.starters_taken", by=by, counts={"themes": new})
    return new


@transaction.atomic
def sort_text(said: Said, feelings: Mapping[Theme, int], *, suggested: set[int], by: User | None) -> None:
    """It is about these themes and no other; again with the same ones changes nothing.

    `suggested` are the numbers of those the dictionary had named.
    """
    ThemeReading.objects.get_or_create(about=said.about, defaults={"by": by})
    standing = {
        row.theme_id: row for row in ThemeMention.objects.select_for_update().filter(about=said.about)
    }
    wanted = {theme.pk: feeling for theme, feeling in feelings.items()}
    if {pk: row.feeling for pk, row in standing.items()} == wanted:
        return
    ThemeMention.objects.filter(about=said.about).exclude(theme__in=wanted).delete()
    for pk, feeling in wanted.items():
        _mention(said, pk, feeling, pk in suggested, by)
    audit.record("theme.sorted", said.about, by=by, counts={"themes": len(wanted)})


def forget_text(about: str) -> None:
    """The text is gone for good, and with it what it was counted for."""
    ThemeMention.objects.filter(about=about).delete()
    ThemeReading.objects.filter(about=about).delete()


def _mention(said: Said, theme: int, feeling: int, was_suggested: bool, by: User | None) -> None:
    values = {
        "feeling": feeling,
        "on": timezone.localdate(said.at),
        "customer_id": said.customer_id,
        "was_suggested": was_suggested,
        "by": by,
    }
    ThemeMention.objects.update_or_create(about=said.about, theme_id=theme, defaults=values)


def _refuse(told: ThemeWords, theme: Theme | None) -> None:
    same = Theme.objects.in_use().filter(name=told.name)
    if (same.exclude(pk=theme.pk) if theme else same).exists():
        raise ThemeIsTaken
    above = told.above
    has_parts = theme is not None and theme.parts.exists()
    if above is not None and (above.above_id or has_parts or (theme and above.pk == theme.pk)):
        raise ThemeStandsTooDeep


def _take_up(starter: StarterTheme, tops: Mapping[str, Theme]) -> tuple[Theme, bool]:
    values = {"above": tops.get(starter.above), "words": clean_phrases(starter.words)}
    return Theme.objects.in_use().get_or_create(name=str(starter.name), defaults=values)
