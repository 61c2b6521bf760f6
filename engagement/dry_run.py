"""What an automation would have done if it had been on: computed from the same causes, exits and caps."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from crm.shop.models import ShopSettings
from customers.models import Customer
from engagement.actions.enrolment import is_held_out
from engagement.caps import free_again
from engagement.eligibility import why_not_to_them
from engagement.exits import EXIT_WORDS, way_out
from engagement.models import Automation, Enrolment, Message, SkipReason
from engagement.recipes import RECIPES, Step
from engagement.steps import STEPS
from engagement.triggers import TRIGGERS, Cause, Look

DAYS = 90
MOST_CAUSES = 500  # each is asked about like a real one; a page does not ask about more
SAMPLES = 5


@dataclass(frozen=True)
class Sample:
    """One mail that would have left."""

    customer: Customer
    at: datetime
    words: str


@dataclass
class DryRun:
    """Counts of mails and of what was not sent, with some of the mails."""

    days: int = DAYS
    sent: list[Sample] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    is_cut: bool = False

    @property
    def mails(self) -> int:
        return len(self.sent)

    @property
    def people(self) -> int:
        return len({sample.customer.pk for sample in self.sent})

    @property
    def skipped(self) -> list[tuple[str, int]]:
        return self.refused.most_common()

    @property
    def samples(self) -> list[Sample]:
        """Some from the whole stretch of time, the first and the last among them."""
        step = max(1, len(self.sent) // SAMPLES)
        return self.sent[::step][:SAMPLES]

    @property
    def note(self) -> str:
        words = _("By what you know today: who said no, which addresses work, who bought since.")
        cut = _("Only the first %d causes were looked at.") % MOST_CAUSES
        return f"{words} {cut}" if self.is_cut else words


def dry_run(automation: Automation, shop: ShopSettings, now: datetime, *, days: int = DAYS) -> DryRun:
    """As if it had been on for so many days."""
    since = now - timedelta(days=days)
    look = Look(since, now, ZoneInfo(shop.time_zone), settings=automation.settings)
    found = list(islice(TRIGGERS[RECIPES[automation.recipe].trigger](look), MOST_CAUSES + 1))
    run = _Rehearsal(automation, now, DryRun(days, is_cut=len(found) > MOST_CAUSES))
    causes = sorted(found[:MOST_CAUSES], key=lambda cause: cause.at)
    people = Customer.objects.in_bulk({cause.customer_id for cause in causes})
    for cause in causes:
        run.play(cause, people[cause.customer_id])
    return run.told


@dataclass
class _Rehearsal:
    """Goes through the causes in their order, and remembers who got what when."""

    automation: Automation
    now: datetime
    told: DryRun
    got: defaultdict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    entered: dict[int, datetime] = field(default_factory=dict)

    def play(self, cause: Cause, customer: Customer) -> None:
        if reason := self._why_not(cause):
            self.told.refused[str(reason)] += 1
            return
        self.entered[customer.pk] = cause.at
        for step, at in self._mails_of(cause):
            self._send(step, at, customer)

    def _why_not(self, cause: Cause) -> str | Promise:
        """Why this cause would have led to no mail at all; empty when it would have."""
        automation = self.automation
        if is_held_out(automation.pk, cause.customer_id, automation.hold_out_percent):
            return SkipReason.HELD_OUT.label
        last = self.entered.get(cause.customer_id)
        if last and automation.cap_days and cause.at - last < timedelta(days=automation.cap_days):
            return EXIT_WORDS["capped"]
        entry = Enrolment(customer_id=cause.customer_id, cause=cause.key, caused_at=cause.at)
        way = way_out(entry, RECIPES[automation.recipe].stops_when, self.now)
        return EXIT_WORDS[way] if way else ""

    def _mails_of(self, cause: Cause) -> Iterator[tuple[Step, datetime]]:
        """Each mail and when it would have been due, until today."""
        at = cause.at
        for step in self.automation.steps:
            if step["kind"] == "wait":
                at += timedelta(days=int(step["days"]))
            elif STEPS[step["kind"]].sends_mail and at <= self.now:
                yield step, at

    def _send(self, step: Step, at: datetime, customer: Customer) -> None:
        recipe = RECIPES[self.automation.recipe]
        mail = Message(customer=customer, message_class=recipe.message_class, topic=recipe.topic)
        reason = why_not_to_them(mail, customer, self.now)
        free_at = free_again(self.got[customer.pk], at)
        if reason is None and free_at >= at + timedelta(days=recipe.good_for_days):
            reason = SkipReason.TOO_OFTEN
        if reason:
            self.told.refused[str(reason.label)] += 1
            return
        self.got[customer.pk].append(free_at)
        self.told.sent.append(Sample(customer, free_at, STEPS[step["kind"]].words(step)))
