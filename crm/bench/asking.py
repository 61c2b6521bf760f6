"""People who were asked: each has an invitation, a link to the page, and an address of their own."""

import random
import re
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from urllib.parse import urlsplit

from django.utils import timezone

from crm.bench.client import Answer, Client
from customers.models import Customer
from engagement.models import LinkPurpose, Message, MessageState
from engagement.public_links import make_link
from feedback.actions.survey import install_starter_surveys, switch_survey_on
from feedback.models import Invitation, Response, Survey

# A page that is answered sooner than this might be answered by a robot.
READING = 2.5
MARK = re.compile(rb'name="page" value="([^"]+)"')


@dataclass
class Guest:
    """Somebody with a link; `page` is the mark of the page they opened, `opened` when."""

    invitation: int
    path: str
    address: str
    score: str
    page: str = ""
    opened: float = 0


@dataclass
class Guests:
    """All of them: some look, and of those that looked every second one answers later."""

    port: int
    waiting: Iterator[Guest]
    readers: deque[Guest] = field(default_factory=deque)
    thanked: list[Guest] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def look(self, client: Client) -> Answer:
        """The next one opens the page."""
        with self.lock:
            guest = next(self.waiting)
        client.address = guest.address
        answer = client.get(f"{guest.path}?v={guest.score}")
        if found := MARK.search(answer.body):
            guest.page, guest.opened = found[1].decode(), time.monotonic()
            self.readers.append(guest)
        return answer

    def answer(self, client: Client) -> Answer:
        """Who has read longest presses the button."""
        guest = self.readers.popleft()
        time.sleep(max(0.0, guest.opened + READING - time.monotonic()))
        client.address, client.cookies = guest.address, {}
        sent = {"do": "send", "page": guest.page, "touched": "yes", "score": guest.score, "why": "As it was"}
        answer = client.post(guest.path, sent)
        if answer.status == 302:
            self.thanked.append(guest)
        return answer

    def lost(self) -> int:
        """Answers that somebody was thanked for, and that are not in the book as they were given."""
        told = {guest.invitation: int(guest.score) for guest in self.thanked}
        kept = Response.objects.confirmed().filter(invitation__in=told)
        found = dict(kept.values_list("invitation", "score"))
        return sum(found.get(number) != score for number, score in told.items())


def invite_guests(port: int, number: int) -> Guests:
    """So many customers are asked about their last purchase, each by a mail that was sent."""
    install_starter_surveys(by=None)
    survey = switch_survey_on(Survey.objects.get(key="purchase"), by=None)
    people = Customer.objects.filter(emails__isnull=False).order_by("?").values_list("pk", flat=True)[:number]
    mails = Message.objects.filter(state=MessageState.SENT, survey_invitation=None).order_by("-pk")[:number]
    invitations = Invitation.objects.bulk_create(
        Invitation(
            survey=survey,
            version=survey.current,
            customer_id=customer,
            cause=f"bench:{mail.pk}",
            message=mail,
            expires_at=timezone.now() + timedelta(days=30),
        )
        for customer, mail in zip(people, mails, strict=False)
    )
    return Guests(port, iter(_guests(invitations)))


def _guests(invitations: Sequence[Invitation]) -> list[Guest]:
    chance = random.Random(1)  # noqa: S311
    return [
        Guest(
            invitation.pk,
            _path(invitation),
            f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            str(chance.randint(1, 5)),
        )
        for number, invitation in enumerate(invitations, start=1)
    ]


def _path(invitation: Invitation) -> str:
    about = f"feedback.invitation:{invitation.pk}"
    link = make_link(
        LinkPurpose.SURVEY, customer=invitation.customer, about=about, message=invitation.message
    )
    return urlsplit(link).path
