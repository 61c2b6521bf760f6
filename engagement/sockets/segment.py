"""What rules of saved lists can ask of this floor: mail, announcements, automations, vouchers, promises."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import ConsentTopic
from customers.segments.kind import Answer, Given, Input, Kind, Options, register_kinds
from customers.segments.period import PERIOD, period
from customers.segments.reading import (
    AT_LEAST,
    among,
    chosen,
    number,
    picked,
    wanted,
    words_of,
)
from engagement.models import (
    Announcement,
    AnnouncementRecipient,
    Attendance,
    Automation,
    Enrolment,
    EnrolmentState,
    EventKind,
    FollowUp,
    Message,
    MessageEvent,
    MessageState,
    Voucher,
)

MAIL = gettext_lazy("Mail and promises")
CHOOSE = gettext_lazy("Please choose something here.")
TOPICS: Options = list(ConsentTopic.choices)
# What a person did, or what their server said; a robot's click says nothing about anybody.
EVENTS: Options = [(key, words) for key, words in EventKind.choices if key != EventKind.ROBOT_CLICKED]
ATTENDED, UNANSWERED = "attended", "unanswered"
# What nobody answered is an empty word in the book; here it needs one that can be ticked.
ANSWERS: Options = [
    *((key or UNANSWERED, words) for key, words in Attendance.choices),
    (ATTENDED, gettext_lazy("Was there")),
]
STATES: Options = list(EnrolmentState.choices)
VOUCHERS: Options = [
    ("open", gettext_lazy("has one that can be used")),
    ("redeemed", gettext_lazy("used one")),
    ("issued", gettext_lazy("was given one")),
]
PROMISES: Options = [
    ("open", gettext_lazy("is promised something")),
    ("late", gettext_lazy("waits too long")),
]
MOST_OFFERED = 60


def _announcements() -> Options:
    newest = Announcement.objects.order_by("-pk")[:MOST_OFFERED]
    return [(str(each.pk), each.name) for each in newest]


def _automations() -> Options:
    return [(str(each.pk), each.name) for each in Automation.objects.order_by("name", "pk")]


def _said(*words: str) -> str:
    return " ".join(filter(None, words))


def _some(**given: list[str]) -> dict[str, list[str]]:
    return {name: values for name, values in given.items() if values}


def _mailed(given: Given) -> Answer:
    topics, times, when = chosen(given, "topic", TOPICS), number(given, "at_least") or 1, period(given)
    sent = Message.objects.real().filter(
        when.of("decided_at"), state=MessageState.SENT, customer__isnull=False
    )
    if topics:
        sent = sent.filter(topic__in=topics)
    meaning = among(sent.order_by(), times=times)
    about = _("about %s") % words_of(topics, TOPICS) if topics else ""
    often = _("at least %d times") % times if times > 1 else ""
    kept = _some(topic=topics, at_least=[str(times)] if times > 1 else [])
    said = _said(_("got mail"), about, often, when.said)
    return Answer({**kept, **when.given}, said, meaning)


def _reacted(given: Given) -> Answer:
    events, when = wanted(chosen(given, "event", EVENTS), str(CHOOSE)), period(given)
    found = MessageEvent.objects.filter(when.of("at"), kind__in=events, recipient__isnull=False)
    said = _said(_("what became of mail: %s") % words_of(events, EVENTS), when.said)
    return Answer({"event": events, **when.given}, said, among(found, "recipient"))


def _announced(given: Given) -> Answer:
    options = _announcements()
    which, answers = chosen(given, "announcement", options), chosen(given, "answer", ANSWERS)
    found = AnnouncementRecipient.objects.filter(is_held_out=False, announcement__frozen_at__isnull=False)
    if which:
        found = found.filter(announcement__in=[int(key) for key in which])
    if answers:
        came = Q(attended_at__isnull=False) if ATTENDED in answers else Q(pk__in=[])
        said_so = ["" if key == UNANSWERED else key for key in answers if key != ATTENDED]
        found = found.filter(Q(attendance__in=said_so) | came)
    named = words_of(which, options) if which else _("any")
    said = _said(
        _("stood on the list of an announcement: %s") % named,
        f"({words_of(answers, ANSWERS)})" if answers else "",
    )
    return Answer(_some(announcement=which, answer=answers), said, among(found))


def _enrolled(given: Given) -> Answer:
    options = _automations()
    which, states, when = chosen(given, "automation", options), chosen(given, "state", STATES), period(given)
    found = Enrolment.objects.filter(when.of("entered_at"))
    if which:
        found = found.filter(automation__in=[int(key) for key in which])
    if states:
        found = found.filter(state__in=states)
    named = words_of(which, options) if which else _("any")
    said = _said(
        _("went into an automation: %s") % named,
        f"({words_of(states, STATES)})" if states else "",
        when.said,
    )
    kept = _some(automation=which, state=states)
    return Answer({**kept, **when.given}, said, among(found))


def _voucher(given: Given) -> Answer:
    what, when = wanted(picked(given, "what", VOUCHERS), str(CHOOSE)), period(given)
    found = Voucher.objects.filter(customer__isnull=False)
    if what == ["open"]:
        found = found.open(timezone.localdate()).filter(when.of("issued_at"))
    else:
        column = "redeemed_at" if what == ["redeemed"] else "issued_at"
        found = found.filter(when.of(column), **{f"{column}__isnull": False})
    said = _said(_("voucher: %s") % words_of(what, VOUCHERS), when.said)
    return Answer({"what": what, **when.given}, said, among(found))


def _promised(given: Given) -> Answer:
    what = wanted(picked(given, "what", PROMISES), str(CHOOSE))
    found = FollowUp.objects.open()
    if what == ["late"]:
        found = found.filter(due_on__lt=timezone.localdate())
    return Answer({"what": what}, words_of(what, PROMISES), among(found))


TOPIC = Input("topic", gettext_lazy("About"), "ticks", lambda: TOPICS)
EVENT = Input("event", gettext_lazy("What became of it"), "ticks", lambda: EVENTS)
WHICH = Input("announcement", gettext_lazy("Which"), "ticks", _announcements)
ANSWER = Input("answer", gettext_lazy("Their answer"), "ticks", lambda: ANSWERS)
AUTOMATION = Input("automation", gettext_lazy("Which"), "ticks", _automations)
STATE = Input("state", gettext_lazy("How far they are"), "ticks", lambda: STATES)
VOUCHER = Input("what", gettext_lazy("Which"), "pick", lambda: VOUCHERS)
PROMISE = Input("what", gettext_lazy("Which"), "pick", lambda: PROMISES)
register_kinds(
    [
        Kind("mailed", gettext_lazy("Got mail from us"), MAIL, _mailed, (TOPIC, AT_LEAST, *PERIOD)),
        Kind("reacted", gettext_lazy("What became of our mail"), MAIL, _reacted, (EVENT, *PERIOD)),
        Kind("announced", gettext_lazy("Announcement or event"), MAIL, _announced, (WHICH, ANSWER)),
        Kind("enrolled", gettext_lazy("Automation"), MAIL, _enrolled, (AUTOMATION, STATE, *PERIOD)),
        Kind("voucher", gettext_lazy("Voucher"), MAIL, _voucher, (VOUCHER, *PERIOD)),
        Kind("promised", gettext_lazy("Follow-up"), MAIL, _promised, (PROMISE,)),
    ]
)
