"""What has something to say: every kind of text that themes can be found in. A socket for each noun.

A voice is known by its key alone ("customers.interaction:17"), so that one list of themes counts them all.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.opening_hours import moment_of
from crm.shop.permissions import Permission
from customers import kinds
from customers.models import Interaction
from engagement.models import Enquiry
from feedback.models import Idea, Review, ThemeReading

GOOD = 4  # stars
LOW, BEST = 2, 5


@dataclass(frozen=True)
class Said:
    """A text, when it was said, by which customer (None: not known), and where it can be read whole."""

    about: str
    text: str
    at: datetime
    customer_id: int | None
    label: str | Promise
    score: int | None = None
    is_blame: bool = False

    @property
    def leaning(self) -> int:
        """How it was meant as a whole, where its words do not say: 1 well, -1 ill, 0 nobody knows."""
        if self.is_blame or (self.score is not None and self.score <= LOW):
            return -1
        return 1 if self.score == BEST else 0


@dataclass(frozen=True)
class Voice:
    """One kind of text: its rows, newest first by `moment`, and how a row becomes what was said."""

    label: str  # "feedback.review": the part of a key before the colon
    rows: Callable[[User], QuerySet[Any]]
    moment: str
    say: Callable[[Any], Said]
    permission: Permission
    lows: Q | None = None  # which of them tell of something bad
    highs: Q | None = None  # and which are praise


VOICES: dict[str, Voice] = {}


def register_voice(voice: Voice) -> None:
    """Make a kind of text known; a later registration takes the place of an earlier one."""
    VOICES[voice.label] = voice


def said(about: str, user: User) -> Said | None:
    """What stands behind a key, if there is such a text and this person may read it."""
    label, _colon, number = about.partition(":")
    voice = VOICES.get(label)
    if voice is None or not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    row = voice.rows(user).filter(pk=number).first() if user.can(voice.permission) else None
    return voice.say(row) if row is not None else None


def all_said(keys: Collection[str], user: User) -> dict[str, Said]:
    """The same for many: one query for each kind among them."""
    found: dict[str, Said] = {}
    for label, voice in VOICES.items():
        numbers = [int(key.partition(":")[2]) for key in keys if key.partition(":")[0] == label]
        if numbers and user.can(voice.permission):
            found |= {each.about: each for each in map(voice.say, voice.rows(user).filter(pk__in=numbers))}
    return found


def unread(user: User, *, since: datetime, most: int) -> list[Said]:
    """What nobody has read for its themes yet, of every kind; the newest first."""
    found: list[Said] = []
    for voice in VOICES.values():
        if user.can(voice.permission):
            key = Concat(Value(f"{voice.label}:"), Cast("pk", TextField()), output_field=TextField())
            rows = voice.rows(user).filter(**{f"{voice.moment}__gte": since}).alias(said_in=key)
            fresh = rows.exclude(said_in__in=ThemeReading.objects.values("about"))
            found += map(voice.say, fresh.order_by(f"-{voice.moment}", "-pk")[:most])
    return sorted(found, key=lambda each: each.at, reverse=True)[:most]


def lows(user: User, *, since: datetime, most: int) -> list[Said]:
    """What tells of something bad, of every kind; the newest first."""
    return _picked(user, lambda voice: voice.lows, since, most)


def highs(user: User, *, since: datetime, most: int) -> list[Said]:
    """What is praise, of every kind; the newest first."""
    return _picked(user, lambda voice: voice.highs, since, most)


def _picked(user: User, which: Callable[[Voice], Q | None], since: datetime, most: int) -> list[Said]:
    found: list[Said] = []
    for voice in VOICES.values():
        wanted = which(voice)
        if wanted is not None and user.can(voice.permission):
            rows = voice.rows(user).filter(wanted, **{f"{voice.moment}__gte": since})
            found += map(voice.say, rows.order_by(f"-{voice.moment}", "-pk")[:most])
    return sorted(found, key=lambda each: each.at, reverse=True)[:most]


def _lines(user: User) -> QuerySet[Interaction]:
    """What somebody wrote down that a customer said; the rest of the timeline has rows of its own."""
    spoken = [kinds.COMPLIMENT.key, kinds.COMPLAINT_HINT.key, kinds.ASKED_DID_NOT_BUY.key, kinds.SOCIAL.key]
    return Interaction.objects.standing().filter(kind__in=spoken).exclude(text="")


def _line(row: Interaction) -> Said:
    label = kinds.kind_of(row.kind).label
    is_blame = row.kind == kinds.COMPLAINT_HINT.key
    key = f"customers.interaction:{row.pk}"
    return Said(key, row.text, row.at, row.customer_id, label, is_blame=is_blame)


def _questions(user: User) -> QuerySet[Enquiry]:
    return Enquiry.objects.visible_to(user).exclude(state="spam")


def _question(row: Enquiry) -> Said:
    return Said(f"engagement.enquiry:{row.pk}", row.question, row.received_at, row.customer_id, _("Question"))


def _reviews(user: User) -> QuerySet[Review]:
    return Review.objects.visible_to(user).exclude(text="")


def _review(row: Review) -> Said:
    noon = moment_of(row.written_on, time(12), timezone.get_current_timezone())
    return Said(f"feedback.review:{row.pk}", row.text, noon, row.customer_id, _("Review"), row.score)


def _ideas(user: User) -> QuerySet[Idea]:
    return Idea.objects.all()


def _idea(row: Idea) -> Said:
    return Said(f"feedback.idea:{row.pk}", row.text, row.created_at, None, _("Idea"))


def register_own_voices() -> None:
    """What the floors below hear; each noun of this floor registers its own."""
    register_voice(
        Voice(
            "customers.interaction",
            _lines,
            "at",
            _line,
            Permission.CUSTOMER_VIEW,
            Q(kind=kinds.COMPLAINT_HINT.key),
            Q(kind=kinds.COMPLIMENT.key),
        )
    )
    register_voice(
        Voice(
            "feedback.review",
            _reviews,
            "created_at",
            _review,
            Permission.REVIEW_VIEW,
            Q(score__lte=2),
            Q(score__gte=GOOD),
        )
    )
    register_voice(Voice("feedback.idea", _ideas, "created_at", _idea, Permission.IDEA_LEAVE))
    register_voice(Voice("engagement.enquiry", _questions, "received_at", _question, Permission.ENQUIRY_VIEW))
