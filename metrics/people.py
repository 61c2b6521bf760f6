"""Who is behind a number: everybody on its list of people."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from crm.shop.models import Location
from customers.cycle_people import only_known
from customers.models import Customer, Interaction, Stage, StageChange
from customers.models.customer import CustomerQuerySet
from engagement.models import Enquiry, EnquiryState
from feedback.models import (
    AnswerChannel,
    Complaint,
    ComplaintState,
    Praise,
    Remedy,
    Response,
    Review,
    ReviewState,
)
from feedback.questions import Band
from metrics.asked import Asked
from metrics.definitions import Metric
from metrics.definitions.churn import SILENCES
from metrics.definitions.cycle import GOES_ON_WITHIN, STAYS
from metrics.definitions.repeat import WITHIN
from metrics.models import BuyingDay
from metrics.period import Period
from metrics.series import in_force

PeopleOf = Callable[[Asked], CustomerQuerySet]
NOT_RIGHT = ComplaintState.CLOSED_UNRESOLVED
CLOSED = (ComplaintState.CLOSED_RESOLVED, NOT_RIGHT)


def people_of(
    metric: Metric, period: Period, *, location: Location | None = None, channel: str = ""
) -> CustomerQuerySet:
    """Everybody on the list of a metric; nothing is asked of the database yet."""
    asked = Asked(period, location if metric.by_place else None, channel if metric.by_channel else "")
    return PEOPLE[in_force(metric).slug](asked)


def _those(rows: QuerySet[Any], field: str = "customer") -> CustomerQuerySet:
    return Customer.objects.filter(pk__in=rows.exclude(**{field: None}).values(field))


def _bought(asked: Asked) -> CustomerQuerySet:
    return _those(asked.bought())


def _came_first(asked: Asked) -> CustomerQuerySet:
    return _those(asked.bought().filter(on=F("customer__score__first_on")))


def _came_back(asked: Asked) -> CustomerQuerySet:
    return _those(asked.bought().filter(on__gt=F("customer__score__first_on")))


def _brought_back(asked: Asked) -> CustomerQuerySet:
    days = asked.here(BuyingDay.objects.filter(asked.on("on"), refunds__gt=0))
    return _those(days.filter(channel=asked.channel) if asked.channel else days)


def _still_have_time(asked: Asked, *, days: int) -> CustomerQuerySet:
    since = asked.period.last - timedelta(days=days)
    first = BuyingDay.objects.bought().filter(customer=OuterRef("pk"), on__lte=since)
    twice = BuyingDay.objects.bought().filter(
        customer=OuterRef("pk"), on__gt=OuterRef("score__first_on"), on__lte=asked.period.last
    )
    lately = asked.bought(Period.rolling(days, asked.period.last))
    return _those(lately).filter(~Exists(first), ~Exists(twice))


def _more_than_once(asked: Asked, *, counted: str) -> CustomerQuerySet:
    return _those(asked.bought()).filter(**{f"score__{counted}__gte": 2})


def _not_lately(asked: Asked) -> CustomerQuerySet:
    earlier = asked.bought(asked.lately.earlier(90))
    lately = BuyingDay.objects.bought().filter(asked.on("on", asked.lately), customer=OuterRef("pk"))
    return _those(earlier).filter(~Exists(lately))


def _silent(asked: Asked, *, days: int) -> CustomerQuerySet:
    before = asked.bought(Period.until(asked.period.last - timedelta(days=days)))
    since = Period.rolling(days, asked.period.last)
    later = BuyingDay.objects.bought().filter(asked.on("on", since), customer=OuterRef("pk"))
    return _those(before).filter(~Exists(later))


def _overdue(asked: Asked) -> CustomerQuerySet:
    return _those(asked.bought(Period.until(asked.period.last))).filter(
        score__overdue_on__lte=asked.period.last
    )


def _active(asked: Asked) -> CustomerQuerySet:
    return _those(asked.bought(asked.lately))


def _answered(asked: Asked, *, kind: str, bands: tuple[str, ...]) -> CustomerQuerySet:
    answers = Response.objects.counting().filter(
        asked.at("confirmed_at", asked.lately), survey__kind=kind, band__in=bands, channel=AnswerChannel.MAIL
    )
    return _those(asked.here(answers))


def _nobody(asked: Asked) -> CustomerQuerySet:
    return Customer.objects.none()


def _took_part(asked: Asked) -> CustomerQuerySet:
    return _those(asked.here(Response.objects.counting().filter(asked.at("confirmed_at"))))


def _reviewed(asked: Asked) -> CustomerQuerySet:
    reviews = Review.objects.filter(asked.on("written_on")).exclude(state=ReviewState.GONE)
    return _those(asked.here(reviews, "platform__location"))


def _complained(asked: Asked, **narrowed: Any) -> CustomerQuerySet:
    moment = "closed_at" if "state__in" in narrowed else "received_at"
    cases = Complaint.objects.exclude(state=ComplaintState.MERGED).filter(asked.at(moment), **narrowed)
    return _those(asked.here(cases))


def _not_won_back(asked: Asked) -> CustomerQuerySet:
    closed = _complained(asked, state__in=CLOSED)
    return closed.filter(score__last_on__lt=F("complaints__closed_at__date")).distinct()


def _asked_us(asked: Asked, **narrowed: Any) -> CustomerQuerySet:
    questions = Enquiry.objects.filter(asked.at("received_at"), **narrowed)
    questions = questions.exclude(state=EnquiryState.SPAM)
    return _those(asked.here(questions.filter(channel=asked.channel) if asked.channel else questions))


def _waited_too_long(asked: Asked) -> CustomerQuerySet:
    late = Enquiry.objects.exclude(state=EnquiryState.SPAM).filter(asked.at("answer_by"))
    late = late.exclude(first_answered_at__lte=F("answer_by"))
    return _those(asked.here(late))


def _sent_somebody(asked: Asked) -> CustomerQuerySet:
    return Customer.objects.filter(asked.at("referrals__at"), referrals__withdrawn_at=None).distinct()


def _advocates(asked: Asked) -> CustomerQuerySet:
    return Customer.objects.filter(stage=Stage.ADVOCACY)


def _met(asked: Asked) -> CustomerQuerySet:
    begun = StageChange.objects.filter(asked.on("effective_on"), from_stage="")
    return Customer.objects.filter(
        Q(pk__in=begun.values("customer")) | only_known() & asked.on("stage_since")
    )


def _standing_in(asked: Asked, *, stage: Stage) -> CustomerQuerySet:
    return Customer.objects.filter(asked.on("stage_since"), stage=stage)


def _may_go_on(asked: Asked, *, slug: str, stage: Stage) -> CustomerQuerySet:
    """Also those who came so lately that their days are not up: they can still be won."""
    first = asked.period.first
    begin = first - timedelta(days=GOES_ON_WITHIN[slug]) if first else None
    return _standing_in(replace(asked, period=Period(begin, asked.period.last)), stage=stage)


def _review_waits(asked: Asked) -> CustomerQuerySet:
    waiting = Review.objects.waiting().filter(asked.on("written_on"))
    return _those(asked.here(waiting, "platform__location"))


def _without_remedy(asked: Asked) -> CustomerQuerySet:
    given = Remedy.objects.filter(complaint=OuterRef("pk"), given_at__isnull=False)
    closed = Complaint.objects.filter(~Exists(given), asked.at("closed_at"), state__in=CLOSED)
    return _those(asked.here(closed))


def _written_about(asked: Asked) -> CustomerQuerySet:
    lines = Interaction.objects.standing().filter(asked.at("at"), staff__isnull=False, about="")
    return _those(asked.here(lines.filter(channel=asked.channel) if asked.channel else lines))


def _praised_somebody(asked: Asked) -> CustomerQuerySet:
    """Whose review, answer or compliment it was, where that is known."""
    keys = Praise.objects.standing().filter(asked.on("on")).values_list("about", flat=True)
    numbers: dict[str, list[str]] = defaultdict(list)
    for label, _colon, number in (key.partition(":") for key in keys):
        numbers[label].append(number)
    found = Q(pk__in=[])
    for label, those in numbers.items():
        rows = apps.get_model(label)._default_manager.filter(pk__in=those)
        found |= Q(pk__in=rows.exclude(customer=None).values("customer"))
    return Customer.objects.filter(found)


def _unhappily_served(asked: Asked) -> CustomerQuerySet:
    answers = Response.objects.counting().filter(
        asked.at("confirmed_at"), survey__kind="purchase", band__in=UNHAPPY, staff__isnull=False
    )
    return _those(asked.here(answers))


UNHAPPY = (Band.LOW, Band.MIDDLE)
PEOPLE: dict[str, PeopleOf] = {
    **dict.fromkeys(("revenue", "orders", "average_order", "known_share"), _bought),
    **dict.fromkeys(("new_revenue", "new_customers"), _came_first),
    **dict.fromkeys(("returning_revenue", "repeat_orders"), _came_back),
    "refunds": _brought_back,
    **{f"repeat_within_{days}": partial(_still_have_time, days=days) for days in WITHIN},
    "repeat_by_order": partial(_more_than_once, counted="orders"),
    "repeat_by_day": partial(_more_than_once, counted="days"),
    "retention": _not_lately,
    **{f"silent_{days}": partial(_silent, days=days) for days in SILENCES},
    "overdue": _overdue,
    "active": _active,
    "csat": partial(_answered, kind="purchase", bands=UNHAPPY),
    "csat_complaint": partial(_answered, kind="complaint", bands=UNHAPPY),
    "nps": partial(_answered, kind="likely", bands=(Band.LOW,)),
    **dict.fromkeys(("csat_code", "csat_tablet"), _nobody),
    "response_rate": _took_part,
    "reviews": _reviewed,
    "complaints": _complained,
    "complaints_resolved": partial(_complained, state__in=(NOT_RIGHT,)),
    "complaints_reopened": partial(_complained, state__in=CLOSED, reopened_count__gt=0),
    "recovered": _not_won_back,
    "resolution_time": partial(_complained, closed_at=None),
    "enquiries_in_time": _waited_too_long,
    "first_answer": partial(_asked_us, state=EnquiryState.OPEN),
    "first_answer_p90": partial(_asked_us, state=EnquiryState.OPEN),
    "referrals": _sent_somebody,
    "k_factor": _sent_somebody,
    "advocates": _advocates,
    "new_contacts": _met,
    "contact_to_buyer": partial(_may_go_on, slug="contact_to_buyer", stage=Stage.ATTRACTION),
    "buyer_to_regular": partial(_may_go_on, slug="buyer_to_regular", stage=Stage.CONVERSION),
    "regular_to_advocate": partial(_may_go_on, slug="regular_to_advocate", stage=Stage.RETENTION),
    **{f"time_in_{stage}": partial(_standing_in, stage=stage) for stage in STAYS},
    "review_reply_time": _review_waits,
    "remedied": _without_remedy,
    "interactions": _written_about,
    "praise": _praised_somebody,
    "csat_served": _unhappily_served,
}
