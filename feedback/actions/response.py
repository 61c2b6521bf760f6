"""Taking an answer down: once for each invitation, and never over a person's answer from elsewhere."""

import hashlib
import secrets
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from django.db import IntegrityError, connection, transaction
from django.db.models import BigIntegerField, QuerySet
from django.utils import timezone

from crm.shop.actions import audit
from crm.web.insert import insert, together
from crm.web.written_out import Blank, Question
from customers.actions.interaction import Entry, correct_interaction, log_interaction
from customers.models import Channel, Customer, Direction
from engagement.actions.message_event import note_click
from engagement.models import Message
from feedback.actions.response_gift import give_gift
from feedback.actions.response_rows import Turn, write_response
from feedback.evidence import BURST_SECONDS, FIRST_MINUTE, Coming, Standing, fate_of
from feedback.kinds import SURVEY_ANSWER
from feedback.models import Attempt, Fate, Invitation, Response

# Whoever knocks for ever fills no book.
MOST_ATTEMPTS = 60
# Whoever's turn it is gets the numbers for a first answer and for its line along.
TURN = """
    SELECT nextval('feedback_response_id_seq'), nextval('customers_interaction_id_seq')
    FROM feedback_invitation WHERE id = %s FOR UPDATE
"""
HOLD = "SELECT FROM feedback_invitation WHERE id = %s FOR UPDATE"
COUNTS = {Fate.FIRST, Fate.EDIT, Fate.INSTEAD}
REFUSED = {Fate.BURST, Fate.KEPT_OUT, Fate.NO_PAGE, Fate.TOO_SOON}


@dataclass(frozen=True)
class Taken:
    """What became of it; the cookie is for the browser that may change the answer."""

    fate: Fate
    response: Response | None
    cookie: str = ""

    @property
    def counts(self) -> bool:
        return self.fate in COUNTS


@dataclass(frozen=True)
class _Written:
    """What is written of it: the attempts are as they were sent; a cookie with this hash may change it."""

    coming: Coming
    fate: Fate
    noted: list[Attempt]
    holder: str
    through: int | None


def record_answer(
    invitation: Invitation,
    coming: Coming,
    *,
    cookie: str = "",
    through: int | None = None,
    numbers: tuple[int, int] | None = None,
    by: None = None,
) -> Taken:
    """Take down what was sent, and say what became of it. The same thing sent twice is one answer.

    `through` is the mail whose link they came by. `numbers`, for a first answer and its line, are taken where
    none stood a moment ago: then one statement writes everything, unless somebody else was quicker.
    """
    if numbers and (taken := _take_first(invitation, coming, Turn(None, *numbers), through=through)):
        return taken
    with transaction.atomic():
        return _take_in_turn(invitation, coming, cookie=cookie, through=through)


def _take_first(invitation: Invitation, coming: Coming, turn: Turn, *, through: int | None) -> Taken | None:
    """The usual answer: the first one, surely by a person, which earns nothing. None for any other.

    Its statement waits for whoever is answering, too, and fails whole when that made it the second one.
    """
    if invitation.version.gift or fate_of(None, coming) != Fate.FIRST:
        return None
    cookie, noted = secrets.token_urlsafe(24), _noted(invitation, coming, Fate.FIRST)
    written = _Written(coming, Fate.FIRST, noted, _hash(cookie), through)
    try:
        with _apart(), together(holding=(HOLD, [invitation.pk])):
            response = _write(invitation, turn, written)
    except IntegrityError:
        return None
    return Taken(Fate.FIRST, response, cookie=cookie)


def _apart() -> AbstractContextManager[object]:
    """What fails inside leaves a transaction around it as it was; one statement alone needs none."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _take_in_turn(invitation: Invitation, coming: Coming, *, cookie: str, through: int | None) -> Taken:
    turn = _take_turn(invitation)
    standing = turn.standing
    coming = _with_signs(coming, invitation, standing, cookie)
    if standing and _is_same_again(invitation, coming):
        return Taken(Fate.FIRST, standing)
    fate = _burst(invitation, standing, coming) or fate_of(_stands(standing), coming)
    noted = _noted(invitation, coming, fate)
    if fate in REFUSED:
        insert(*noted)
        return Taken(fate, None if fate == Fate.BURST else standing)
    coming, cookie = _completed(coming, invitation, fate), _cookie_for(standing, cookie)
    holder = _hash(cookie) if fate in COUNTS else ""
    # All of a first answer is written at once: the numbers that its rows ask for are here.
    with nullcontext() if standing else together():
        response = _write(invitation, turn, _Written(coming, fate, noted, holder, through))
    if fate not in COUNTS:
        return Taken(fate, response)
    give_gift(response)
    return Taken(fate, response, cookie=cookie)


def _write(invitation: Invitation, turn: Turn, written: _Written) -> Response:
    """The answer, and all that tells of it when it counts."""
    counts, coming = written.fate in COUNTS, written.coming
    response = write_response(
        invitation, turn, coming, is_sure=counts, holder=written.holder, beside=written.noted
    )
    if counts:
        click = None if coming.is_glance else written.through
        _tell_of(response, invitation.customer, turn, is_new=written.fate != Fate.EDIT, click=click)
    return response


def _take_turn(invitation: Invitation) -> Turn:
    """What was answered until now; whoever else is answering waits until we have written."""
    with connection.cursor() as cursor:
        cursor.execute(TURN, [invitation.pk])
        numbers = cursor.fetchone() or (None, None)
    for standing in _standing().ask(invitation=invitation.pk):
        standing.version = invitation.version
        return Turn(standing)
    return Turn(None, *numbers)


@cache
def _standing() -> Question[Response]:
    return Question(Response.objects.filter(invitation=Blank("invitation", BigIntegerField())))


def is_own_browser(response: Response, cookie: str) -> bool:
    """Does it hold the cookie that was given to whoever answered?"""
    return bool(cookie) and secrets.compare_digest(response.browser_hash, _hash(cookie))


def _with_signs(coming: Coming, invitation: Invitation, standing: Response | None, cookie: str) -> Coming:
    """What only the book knows: was this page used already, is it the browser that answered first?"""
    is_known = bool(standing and is_own_browser(standing, cookie))
    # Whoever answered may press the button of the same page again.
    is_foreign = bool(coming.page and standing) and not is_known
    is_used = is_foreign and _counted(invitation, coming.page).exists()
    is_soon = coming.is_glance and _has_just_left(invitation)
    return replace(coming, is_used_page=is_used, is_known_browser=is_known, is_right_after_mail=is_soon)


def _has_just_left(invitation: Invitation) -> bool:
    """Did its mail, or the reminder, leave within the last minute?"""
    since = timezone.now() - timedelta(seconds=FIRST_MINUTE)
    mails = [invitation.message_id, invitation.reminder_id]
    return Message.objects.filter(pk__in=filter(None, mails), decided_at__gt=since).exists()


def _counted(invitation: Invitation, page: str = "") -> QuerySet[Attempt]:
    """What became an answer; of one opened page, or of all."""
    found = Attempt.objects.filter(invitation=invitation, fate__in=COUNTS)
    return found.filter(page=page) if page else found


def _is_same_again(invitation: Invitation, coming: Coming) -> bool:
    """A double click, a reload: the very same words from the very same page and browser."""
    last = _counted(invitation, coming.page).last() if coming.page else None
    return last is not None and (last.given, last.browser) == (coming.given, coming.browser)


def _burst(invitation: Invitation, standing: Response | None, coming: Coming) -> Fate | None:
    """Nobody has pressed a button yet, and several scores were looked at within seconds: drop them all."""
    if not coming.is_glance or not coming.page or (standing and standing.is_confirmed):
        return None
    lately = timezone.now() - timedelta(seconds=BURST_SECONDS)
    seen = Attempt.objects.filter(invitation=invitation, at__gt=lately).values_list("given", flat=True)
    if not coming.is_one_of_many and all(given == coming.given for given in seen):
        return None
    Response.objects.filter(invitation=invitation, confirmed_at=None).delete()
    return Fate.BURST


def _stands(response: Response | None) -> Standing | None:
    if response is None:
        return None
    return Standing(
        response.evidence,
        is_confirmed=response.is_confirmed,
        is_open=response.may_change,
        is_finished=response.completed_at is not None,
    )


def _noted(invitation: Invitation, coming: Coming, fate: Fate) -> list[Attempt]:
    """What is to be written down of it: nothing where enough of its kind is there."""
    if fate not in COUNTS and Attempt.objects.filter(invitation=invitation).count() >= MOST_ATTEMPTS:
        return []
    attempt = Attempt(
        invitation=invitation,
        fate=fate,
        evidence=coming.evidence,
        page=coming.page,
        browser=coming.browser,
        given=dict(coming.given),
    )
    return [attempt]


def _completed(coming: Coming, invitation: Invitation, fate: Fate) -> Coming:
    """Another browser that finishes what was begun adds to it, and takes nothing back."""
    if fate != Fate.EDIT or coming.is_known_browser:
        return coming
    before = _counted(invitation).exclude(page=coming.page).last()
    return replace(coming, given={**coming.given, **before.given}) if before else coming


def _tell_of(response: Response, customer: Customer, turn: Turn, *, is_new: bool, click: int | None) -> None:
    """The click in the mail, one line on the timeline, which goes with the answer, and the history."""
    note_click(click)
    line = Entry(
        kind=SURVEY_ANSWER.key,
        at=response.confirmed_at or response.changed_at,
        text=response.in_one_line,
        direction=Direction.INCOMING,
        channel=Channel.EMAIL,
        about=audit.label(response),
    )
    if is_new:
        log_interaction(customer, line, by=None, number=turn.line)
    else:
        correct_interaction(customer, line, by=None)
    audit.record("response.given" if is_new else "response.changed", response, by=None)


def _cookie_for(standing: Response | None, cookie: str) -> str:
    """The one it has, when that is the right one, or a new one."""
    is_known = standing is not None and is_own_browser(standing, cookie)
    return cookie if is_known else secrets.token_urlsafe(24)


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode("utf-8", "replace")).hexdigest()
