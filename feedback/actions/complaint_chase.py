"""Asking a customer again who has the ball: by mail, twice, then a notice, and only then it is closed."""

from datetime import date, datetime, timedelta

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm.shop.opening_hours import OpeningHours
from engagement.models import Message, MessageState
from feedback.actions.complaint_event import Line, write_event
from feedback.actions.complaint_mail import key_of, language_of, mail_event, why_no_mail
from feedback.complaint_clock import after_working_days
from feedback.complaint_ladder import ALL_TIMES, NOTICE
from feedback.complaint_targets import ASK_AFTER, NOTICE_DAYS
from feedback.models import Complaint, ComplaintChannel, ComplaintState, EventKind

ASKED = (EventKind.UPDATED, EventKind.DECIDED)


def ask_again(complaint: Complaint, key: str, *, hours: OpeningHours, now: datetime) -> bool:
    """The next step with a customer who does not answer; False where it has to be a person's.

    That is where no mail reaches them, or where not all that we wrote has left.
    """
    time = int(key.rpartition(":")[2])
    if time == ALL_TIMES:
        return _let_go(complaint, key)
    if why_no_mail(complaint, now):
        return False
    is_notice = time == NOTICE
    last_day = chase_day(hours, now, NOTICE_DAYS if is_notice else ASK_AFTER)
    with translation.override(language_of(complaint)):
        text = _notice(complaint, last_day) if is_notice else _question(complaint)
    complaint.chase_on = last_day + timedelta(days=1) if is_notice else last_day
    line = Line(EventKind.CHASED, text=text, channel=ComplaintChannel.EMAIL, is_mailed=True, step=key)
    mail_event(complaint, write_event(complaint, line, by=None), by=None)
    return True


def chase_day(hours: OpeningHours, now: datetime, days: int = ASK_AFTER) -> date:
    """So many working days from now, as a day of the shop."""
    return timezone.localdate(after_working_days(hours, now, days), hours.zone)


def _let_go(complaint: Complaint, key: str) -> bool:
    """They were asked twice and told that it ends: it is closed as taken back, and can be opened again."""
    asked = complaint.events.filter(step__startswith=key.rpartition(":")[0] + ":", kind=EventKind.CHASED)
    keys = [key_of(event) for event in asked]
    sent = Message.objects.filter(dedupe_key__in=keys, state=MessageState.SENT).count()
    if sent < NOTICE:
        return False
    complaint.state, complaint.closed_at = ComplaintState.CLOSED_WITHDRAWN, timezone.now()
    complaint.next_update_at = complaint.chase_on = None
    words = _("They were asked twice and told that it ends; no answer came.")
    write_event(complaint, Line(EventKind.CLOSED, text=words, step=key), by=None)
    return True


def _question(complaint: Complaint) -> str:
    """What we wrote last, once more."""
    last = complaint.events.filter(kind__in=ASKED).exclude(text="").order_by("-pk").first()
    wrote = _("This is what we wrote to you:\n\n%s") % last.text if last else ""
    parts = [
        _("We are looking into your complaint %s and cannot go on without you.") % complaint.reference,
        wrote,
        _("Please answer this mail, ring us, or come in."),
    ]
    return "\n\n".join(part for part in parts if part)


def _notice(complaint: Complaint, last_day: date) -> str:
    words = _(
        "We have asked you twice and heard nothing. If we hear nothing by %(day)s, we close your complaint "
        "%(number)s.\n\nYou lose nothing by that: answer this mail within two weeks after that day, and we "
        "open it again; later you can complain anew."
    )
    return words % {"number": complaint.reference, "day": date_format(last_day, "l, j F")}
