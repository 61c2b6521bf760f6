"""The letters in which till rolls are written."""

from datetime import date
from typing import ClassVar

from django.db import models

ARTICLE, WAY, PLACE = "article", "way", "place"
# Letters of Unicode: first one for each sign, since PostgreSQL finds those at its beginning quickest, without
# the 2,048 that are none. There is room for nearly a million; what came after would share the last one.
BEFORE_SIGNS, BEFORE_THE_GAP, GAP, MOST_SIGNS = 0xFF, 0xD7FF - 0xFF, 2_048, 980_000
# Then one for each day that can be asked for.
FIRST_DAY, LAST_DAY, DAY_ZERO = date(1900, 1, 1), date(2200, 12, 31), 0xF0000
NOBODYS = chr(0x10FFFF)  # stands on no till roll
UNKNOWN = "?"  # and so does this, once what it stands for has a sign


class Sign(models.Model):
    """What a till roll writes as one letter: an article of the shop, a way to buy, or a place.

    An article is what a line says it is: its name, its code and its category.
    """

    number = models.AutoField(primary_key=True)
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=60, db_default="")
    category = models.CharField(max_length=80, db_default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "code", "category", "kind"], name="one_sign_each")
        ]

    def __str__(self) -> str:
        return self.name or self.code


def letter_of(number: str) -> str:
    """SQL: the letter of the sign of that number; of a higher one it is a later letter."""
    gap = f"CASE WHEN {number} > {BEFORE_THE_GAP} THEN {GAP} ELSE 0 END"
    return f"chr({BEFORE_SIGNS} + least({number}, {MOST_SIGNS}) + {gap})"


def letter_of_day(day: str) -> str:
    """SQL: the letter of that day; later days have later letters."""
    after = f"least(greatest({day}, DATE '{FIRST_DAY}'), DATE '{LAST_DAY}') - DATE '{FIRST_DAY}'"
    return f"chr({DAY_ZERO} + ({after}))"


def day_letter(day: date) -> str:
    """The same letter, of a day that somebody asks for."""
    return chr(DAY_ZERO + (min(max(day, FIRST_DAY), LAST_DAY) - FIRST_DAY).days)
