"""The demo shop's themes, and what it has read of its customers' words so far."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from crm.demo.shop import Frame
from feedback.models import Theme, ThemeMention, ThemeReading
from feedback.starter_themes import STARTER_THEMES
from feedback.theme_words import clean_phrases, suggest
from feedback.voices import VOICES, Said

BACK, UNREAD = timedelta(days=180), 9
READER = "Mira"


def write_themes(frame: Frame) -> None:
    """The starters; most texts of the last half year are sorted, the newest wait to be read."""
    words = {theme.pk: theme.words for theme in _themes() if theme.words}
    said = sorted(_said(frame), key=lambda each: each.at, reverse=True)[UNREAD:]
    reader = frame.staff[READER]
    ThemeReading.objects.bulk_create(ThemeReading(about=each.about, by=reader) for each in said)
    ThemeMention.objects.bulk_create(_mentions(said, words, frame))


def _themes() -> list[Theme]:
    """The groups first, so that the others can stand below them."""
    tops = {each.key: Theme(name=str(each.name)) for each in STARTER_THEMES if not each.above}
    Theme.objects.bulk_create(tops.values())
    parts = (each for each in STARTER_THEMES if each.above)
    return Theme.objects.bulk_create(
        Theme(name=str(each.name), above=tops[each.above], words=clean_phrases(each.words)) for each in parts
    )


def _said(frame: Frame) -> Iterator[Said]:
    """Everything of the last half year that has something to say."""
    for voice in VOICES.values():
        since = {f"{voice.moment}__gte": frame.days.now - BACK}
        yield from map(voice.say, voice.rows(frame.staff[READER]).filter(**since))


def _mentions(said: Iterable[Said], words: dict[int, str], frame: Frame) -> Iterator[ThemeMention]:
    for each in said:
        for found in suggest(each.text, words):
            yield ThemeMention(
                theme_id=found.theme,
                about=each.about,
                feeling=found.sentiment,
                on=each.at.astimezone(ZoneInfo(frame.shop.time_zone)).date(),
                customer_id=each.customer_id,
                was_suggested=True,
                by=frame.staff[READER],
            )
