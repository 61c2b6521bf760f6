"""The mails that one customer may expect: in the outbox, on the way, or about to be set off."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from crm.shop.models import ShopSettings
from customers.models import Customer
from engagement.actions.enrolment import is_held_out, look_of, why_over
from engagement.exits import EXIT_WORDS
from engagement.models import Automation, Enrolment, EnrolmentState, Message, MessageState, SkipReason
from engagement.recipes import RECIPES
from engagement.steps import STEPS, StepCannotBeDone
from engagement.triggers import TRIGGERS, Cause

AHEAD = timedelta(days=30)
# What is not in the book yet counts as newer than everything in it.
NEWEST = 2**62


@dataclass(frozen=True)
class Foreseen:
    """A mail that is planned or would be; `refused` says that it would not even be planned."""

    message: Message
    because: str
    refused: str | Promise = ""


def foreseen_for(customer: Customer, shop: ShopSettings, now: datetime) -> list[Foreseen]:
    """Everything that can be known today, for the next 30 days."""
    return [
        *_in_the_outbox(customer),
        *_on_the_way(customer, now),
        *(mail for automation in _that_are_on() for mail in _about_to_begin(automation, customer, shop, now)),
    ]


def _in_the_outbox(customer: Customer) -> Iterator[Foreseen]:
    waiting = Message.objects.real().filter(customer=customer, staff=None, state=MessageState.PLANNED)
    for message in waiting.select_related("template_version__template").order_by("not_before", "pk")[:50]:
        yield Foreseen(message, _("It waits in the outbox."))


def _on_the_way(customer: Customer, now: datetime) -> Iterator[Foreseen]:
    waiting = Enrolment.objects.filter(customer=customer, state=EnrolmentState.WAITING)
    for enrolment in waiting.select_related("automation").order_by("next_at", "pk"):
        enrolment.customer = customer
        because = _("They are on the way through “%s”.") % enrolment.automation
        yield from _mails_of(enrolment, because, now)


def _that_are_on() -> list[Automation]:
    return list(Automation.objects.running().filter(recipe__in=RECIPES).order_by("pk"))


def _about_to_begin(
    automation: Automation, customer: Customer, shop: ShopSettings, now: datetime
) -> Iterator[Foreseen]:
    """What the clock will find: the same question as its own, about one customer and the days to come."""
    look = replace(look_of(automation, shop, now), until=now + AHEAD, only=customer.pk)
    known = set(
        Enrolment.objects.filter(automation=automation, customer=customer).values_list("cause", flat=True)
    )
    for cause in TRIGGERS[RECIPES[automation.recipe].trigger](look):
        if cause.customer_id == customer.pk and cause.key not in known:
            known.add(cause.key)
            yield from _mails_of(_entry(automation, customer, cause), _because(automation, cause, now), now)


def _because(automation: Automation, cause: Cause, now: datetime) -> str:
    words = _("“%s” begins for them.") if cause.at > now else _("“%s” is about to begin for them.")
    return words % automation


def _entry(automation: Automation, customer: Customer, cause: Cause) -> Enrolment:
    return Enrolment(
        pk=NEWEST,
        automation=automation,
        customer=customer,
        cause=cause.key,
        caused_at=cause.at,
        steps=automation.steps,
        next_at=cause.at,
    )


def _mails_of(enrolment: Enrolment, because: str, now: datetime) -> Iterator[Foreseen]:
    """Each mail of the steps to come, when it is due."""
    refused = _why_it_ends(enrolment, now)
    for step in enrolment.steps[enrolment.position :]:
        if enrolment.next_at > now + AHEAD:
            return
        if step.get("kind") == "wait":
            enrolment.next_at += timedelta(days=int(step.get("days", 0)))
        elif (kind := STEPS.get(str(step.get("kind")))) and kind.foresee:
            try:
                message = kind.foresee(enrolment, step)
            except StepCannotBeDone:
                continue
            message.pk = NEWEST
            yield Foreseen(message, because, refused)


def _why_it_ends(enrolment: Enrolment, now: datetime) -> str | Promise:
    automation = enrolment.automation
    if enrolment.pk == NEWEST and is_held_out(
        automation.pk, enrolment.customer_id, automation.hold_out_percent
    ):
        return SkipReason.HELD_OUT.label
    return EXIT_WORDS.get(why_over(enrolment, now), "")
