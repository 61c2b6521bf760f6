"""Which answers the page of results is about: how far back, whose, where, and served by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urlencode

from django.db.models import Q

from crm.shop.models import User
from crm.shop.permissions import Permission
from feedback.models import Survey
from feedback.models.response import ResponseQuerySet
from feedback.questions import BAND_WORDS

SPANS = {"30": 30, "90": 90, "365": 365, "": 90}
UNKNOWN = "none"  # answers of which nobody knows where, or by whom


@dataclass(frozen=True)
class ResultFilter:
    """As the address says it; what is not known there is left out."""

    span: str = ""
    band: str = ""
    place: str = ""
    staff: str = ""
    channel: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str], user: User) -> Self:
        """Who may not see what was said about colleagues sees their own."""
        span, band, staff = asked.get("days", ""), asked.get("band", ""), _number(asked.get("staff", ""))
        return cls(
            span=span if span in SPANS else "",
            band=band if band in BAND_WORDS else "",
            place=_number(asked.get("place", "")),
            staff=staff if may_see_staff(user) or staff == str(user.pk) else "",
            channel=asked.get("channel", ""),
        )

    def on(self, channels: Sequence[str]) -> Self:
        """Of one channel, when there are several: answers at a counter and by mail are never pooled."""
        if self.channel in channels:
            return self
        return replace(self, channel=channels[0] if len(channels) > 1 else "")

    @property
    def days(self) -> int:
        return SPANS[self.span]

    @property
    def narrows(self) -> bool:
        """Is it about a part of the answers only?"""
        return bool(self.place or self.staff)

    def within(self, survey: Survey) -> Self:
        """What people without names said is not taken apart, not even by when they said it."""
        return replace(self, span="365", band="", place="", staff="") if survey.is_anonymous else self

    def address(self, **changed: str) -> str:
        """The same page with something changed."""
        words = {"days": self.span, "band": self.band, "place": self.place, "staff": self.staff}
        words |= {"channel": self.channel} | changed
        return "?" + urlencode({name: value for name, value in words.items() if value})

    def of_these(self, answers: ResponseQuerySet) -> ResponseQuerySet:
        """Of this channel, place and colleague."""
        return self._of_part(self._of_channel(answers))

    def of_each(self, answers: ResponseQuerySet, *within: str) -> ResponseQuerySet:
        """The same, each customer once: by where they were, and who served them, when they last answered."""
        return self._of_part(self._of_channel(answers).latest_of_each(*within))

    def _of_channel(self, answers: ResponseQuerySet) -> ResponseQuerySet:
        return answers.filter(_is("channel", self.channel))

    def _of_part(self, answers: ResponseQuerySet) -> ResponseQuerySet:
        return answers.filter(_is("location", self.place), _is("staff", self.staff))

    def lately(self, answers: ResponseQuerySet, now: datetime) -> ResponseQuerySet:
        return answers.filter(created_at__gt=now - timedelta(days=self.days))

    def before(self, answers: ResponseQuerySet, now: datetime) -> ResponseQuerySet:
        """The stretch of the same length before it."""
        start = now - timedelta(days=self.days)
        return answers.filter(created_at__gt=start - timedelta(days=self.days), created_at__lte=start)


def may_see_staff(user: User) -> bool:
    """May they see how customers answered who were served by colleagues?"""
    return user.can(Permission.RESPONSE_SEE_STAFF)


def _number(text: str) -> str:
    is_number = text.isascii() and text.isdecimal() and len(text) < 18
    return text if is_number or text == UNKNOWN else ""


def _is(name: str, wanted: str) -> Q:
    if not wanted:
        return Q()
    return Q(**{f"{name}__isnull": True}) if wanted == UNKNOWN else Q(**{name: wanted})
