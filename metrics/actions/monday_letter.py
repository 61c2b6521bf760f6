"""The Monday letter by mail: to whoever owns the shop, when its doors open for the first time in a week."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm.shop.models import ShopSettings, User
from crm.shop.permissions import Role
from engagement.actions.digest import closing_of
from engagement.actions.message import Draft, plan_message
from engagement.enquiry_clock import with_hours
from engagement.models import Message, MessageClass
from engagement.places import Places
from metrics.letter.letter import Letter, letter_of
from metrics.letter.sentence import Sentence
from metrics.letter.week import Week
from metrics.models import Count, LetterRules
from metrics.reading import opened_on

PURPOSE = "monday_letter"
PRIORITY = 15
SIGNS = re.compile(r"([!-/:-@\[-`{-~])")  # that may mean a layout
TOO_LATE_AFTER = timedelta(days=5)


def plan_letters(now: datetime) -> int:
    """One a week for each owner; how many were planned. Not before the Sunday was counted."""
    shop, count = ShopSettings.current(), Count.current()
    if shop is None or count is None or not LetterRules.current().is_sent:
        return 0
    hours = with_hours(Places(shop).hours_of(None))
    today = now.astimezone(hours.zone).date()
    week, is_open = Week.of(today), closing_of(hours, today, now) is not None
    opened = opened_on()
    if not is_open or opened is None or opened >= week.monday:
        return 0
    if count.counted_at.astimezone(hours.zone).date() < week.monday:
        return 0
    owners = User.objects.active().filter(role=Role.OWNER)
    waiting = [owner for owner in owners if not Message.objects.filter(dedupe_key=_key(week, owner)).exists()]
    for owner in waiting:
        with translation.override(shop.language):
            _plan(letter_of(week, reader=owner, shop=shop, now=now), owner, now=now)
    return len(waiting)


def _key(week: Week, owner: User) -> str:
    return f"{PURPOSE}:{owner.pk}:{week.monday.isoformat()}"


@transaction.atomic
def _plan(letter: Letter, owner: User, *, now: datetime) -> Message:
    period = letter.week.period
    draft = Draft(
        dedupe_key=_key(letter.week, owner),
        message_class=MessageClass.TRANSACTIONAL,
        purpose=PURPOSE,
        subject=_("The week until %s") % date_format(period.last, "j F"),
        body="\n\n".join(_paragraphs(letter)),
        priority=PRIORITY,
        not_before=now,
        expires_at=now + TOO_LATE_AFTER,
    )
    return plan_message(draft, staff=owner, by=None)


def _paragraphs(letter: Letter) -> Iterator[str]:
    yield _("Good morning. This is how the shop is doing.")
    if letter.sentences:
        yield "\n".join(map(_line, letter.sentences))
    if letter.is_quiet:
        yield _("Nothing else has clearly changed. What moves within chance is not told here.")
    yield _("What to do:") if letter.deeds else _("Nothing is waiting. Enjoy your week.")
    if letter.deeds:
        yield "\n".join(f"{number}. {_link(each)}" for number, each in enumerate(letter.deeds, 1))
    yield f"[{_('All figures')}]({_whole(reverse('metrics:dashboard'))})"


def _line(sentence: Sentence) -> str:
    rest = f": {_plain(sentence.rest)}" if sentence.rest else ""
    return f"- {_link(sentence)}{rest}"


def _plain(text: str) -> str:
    """Names that staff have typed are words, never a link or a field."""
    return SIGNS.sub(r"\\\1", " ".join(text.split()))


def _link(sentence: Sentence) -> str:
    return f"[{_plain(sentence.figure)}]({_whole(sentence.address)})"


def _whole(address: str) -> str:
    return f"{settings.PUBLIC_URL}{address}"
