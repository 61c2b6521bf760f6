"""Mail at full speed: one shop, one newsletter to everybody, and letters that must not wait behind it."""

import smtplib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import psutil
from django.db import connection, connections
from django.utils import timezone

from crm.bench.answering import answering_lines
from crm.bench.due import claim_lines, look_up_lines
from crm.bench.measuring import quantile
from crm.bench.outbox import ROWS, prepare
from crm.bench.shop import running
from crm.bench.sink import a_sink, leaving_by
from crm.bench.targets import at_least, at_most
from crm.embedded.plan import Plan
from crm.shop.models import User
from customers.models import Customer
from engagement.actions import announcement as announcing
from engagement.actions.message import Draft, plan_message
from engagement.models import Announcement, EmailTemplate, Message, MessageState

WARM_UP, PATIENCE = 10, 60
LETTERS, PAUSE = 40, 1.5
BARE, LONG = 500, 12_000
MEGABYTE = 2**20
Say = Callable[[str], None]


def measure_mail(plan: Plan, outside: Mapping[str, str], scale: float, say: Say) -> Iterator[str]:
    """Each target of mail with what was measured."""
    connections.close_all()
    rows = int(ROWS * min(scale, 1))
    with a_sink() as port, running(plan, {**outside, **leaving_by(port)}) as shop:
        say(f"an outbox of {rows:,} rows")
        prepare(Customer.objects.count(), rows)
        yield from look_up_lines()
        say("a newsletter to everybody")
        sending, took = freeze(User.objects.get(role="owner"))
        recipients = sending.recipients.count()
        yield at_most(f"an announcement to {recipients:,} settled", took, 60, "s")
        yield from claim_lines(rows)
        yield from sending_lines(shop.process, port)
        yield from answering_lines(shop, say)
        stop(sending)
    connections.close_all()


def freeze(owner: User) -> tuple[Announcement, float]:
    """Everybody who has an address, and a mail for each; the seconds that took."""
    template = EmailTemplate.objects.get(key="news")
    plan = announcing.Plan("news", f"News {uuid4().hex[:8]}", template, "news", "", 0)
    made, now = announcing.make_announcement(plan, by=owner), timezone.now()
    # The clock would begin it before we look at our watch.
    later = now + timedelta(days=1)
    announcing.schedule_announcement(made, at=later, by=owner)
    began = time.monotonic()
    announcing.start_announcement(made.pk, now=later)
    return made, time.monotonic() - began


def stop(sending: Announcement) -> None:
    """A shop that idles, as it is measured next, has nothing to send."""
    with suppress(announcing.AnnouncementMovedOn):  # all of it has left already
        announcing.cancel_announcement(sending, by=None)
    Message.objects.filter(state=MessageState.PLANNED).update(state=MessageState.CANCELLED)


def sending_lines(product: psutil.Process, port: int) -> Iterator[str]:
    """The newsletter leaves, and now and then somebody is written a letter."""
    time.sleep(WARM_UP)
    worker = _worker(product)
    before, held, began = _sent(), _resident(worker), time.monotonic()
    letters = [_letter() for _number in range(LETTERS)]
    sent, seconds = _sent() - before, time.monotonic() - began
    rate, bare = (sent - len(letters)) / seconds, bare_rate(port)
    yield at_least("mails a second and worker, to a server without delay", rate, 50, "")
    yield f"  bare: a hand-over and a row written, {bare:.0f} a second; that is {bare / rate:.1f} x"
    yield f"  {sent:,} mails in {seconds:.0f} s by a worker of {held:.0f} MB RSS"
    yield at_most("  what it grew meanwhile", max(0.0, _resident(worker) - held), 20, "MB")
    yield at_most(f"letters meanwhile, from planned to sent, p95 of {LETTERS}", _p95(letters), 30, "s")


def _letter() -> int:
    """Something that somebody asked for; the next one a moment later."""
    person = Customer.objects.filter(emails__isnull=False).order_by("?")[:1].get()
    draft = Draft(f"bench:{uuid4().hex}", "transactional", "bench", subject="Your order", body="It is here.")
    message = plan_message(draft, customer=person, by=None)
    time.sleep(PAUSE)
    return message.pk


def _p95(letters: Sequence[int]) -> float:
    """Seconds; those that never left count as long as we were patient."""
    deadline = time.monotonic() + PATIENCE
    planned = Message.objects.filter(pk__in=letters, decided_at=None)
    while planned.exists() and time.monotonic() < deadline:
        time.sleep(1)
    rows = Message.objects.filter(pk__in=letters).values_list("created_at", "decided_at")
    return quantile([(done - made).total_seconds() if done else PATIENCE for made, done in rows], 0.95)


def bare_rate(port: int) -> float:
    """The least that sending can be: a finished mail handed over, a row written, again and again."""
    mail = f"Subject: News\r\n\r\n{'x' * 70}\r\n" * (LONG // 90)
    letter, began = Message.objects.filter(state=MessageState.SENT).order_by("-pk")[:1], time.monotonic()
    (number,) = letter.values_list("pk", flat=True)
    with smtplib.SMTP("127.0.0.1", port) as server, connection.cursor() as cursor:
        for _time in range(BARE):
            server.sendmail("shop@bench.example", ["person@mail.example"], mail)
            cursor.execute("UPDATE engagement_message SET attempts = attempts WHERE id = %s", [number])
    return BARE / (time.monotonic() - began)


def _sent() -> int:
    """How many mails left lately."""
    lately = timezone.now() - timedelta(hours=1)
    return Message.objects.filter(state=MessageState.SENT, decided_at__gt=lately).count()


def _worker(product: psutil.Process) -> list[psutil.Process]:
    """The processes that send news, among other things."""
    family = product.children(recursive=True)
    return [child for child in family if "celery,bulk" in child.cmdline()]


def _resident(worker: Sequence[psutil.Process]) -> float:
    """MB of the largest of them, which is the one that sends."""
    return max(process.memory_info().rss for process in worker) / MEGABYTE
