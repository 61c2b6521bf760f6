"""What an announcement or an automation moved: against those held out by lot, or against others' changes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Min

from crm.figures.limits import Figure
from crm.figures.mean import MeanDifference
from crm.figures.share import SMALL
from crm.figures.verdict import Verdict
from engagement.announcement_results import BOUGHT_WITHIN_DAYS
from engagement.models import Announcement, AnnouncementRecipient, Automation, Enrolment, EnrolmentState
from metrics.definitions import Unit
from metrics.effects.compared import Compared
from metrics.effects.groups import OF_ANNOUNCEMENT, OF_AUTOMATION, Group, Moved, by_changes, by_lot
from metrics.effects.vouchers import NOTHING, used_because_of_it
from metrics.models import Basis

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class CampaignEffect:
    """Of one campaign; `days` is how long after it purchases are counted."""

    days: int
    since: datetime | None = None
    ends: datetime | None = None  # None where it goes on
    is_over: bool = True
    reached: Group | None = None
    held_out: Group | None = None
    listed: Moved | None = None
    others: Moved | None = None
    vouchers: Decimal = NOTHING  # that were used because of it

    @property
    def basis(self) -> Basis:
        """A change against others counts only where the two had gone the same way before."""
        if self.held_out is not None:
            return Basis.HOLD_OUT
        return Basis.CHANGES if self.listed and not self.had_parted and not self.is_thin else Basis.NONE

    @property
    def bought(self) -> Compared | None:
        """The main measure: who bought at all."""
        if self.reached is None or self.held_out is None:
            return None
        return Compared(self.reached.bought, self.held_out.bought, Unit.SHARE)

    @property
    def spent(self) -> Compared | None:
        """What each spent; or how what each spent changed."""
        if self.reached is not None and self.held_out is not None:
            return Compared(self.reached.spent, self.held_out.spent, Unit.MONEY)
        if self.listed is not None and self.others is not None:
            return Compared(self.listed.change, self.others.change, Unit.MONEY)
        return None

    @property
    def had_parted(self) -> bool:
        """The two groups moved apart before anything was sent, so what came after proves nothing."""
        if self.listed is None or self.others is None:
            return False
        before = MeanDifference(self.listed.earlier, self.others.earlier)
        return before.n >= SMALL and not before.low <= 0 <= before.high

    @property
    def is_thin(self) -> bool:
        """Too few, on one side, who had bought in the year before."""
        return self.spent is not None and self.spent.change.n < SMALL

    @property
    def verdict(self) -> Verdict | None:
        """None where nothing here shows a cause."""
        main = self.bought or self.spent
        if self.basis == Basis.NONE or main is None:
            return None
        return main.verdict if self.is_over else Verdict.TOO_EARLY

    @property
    def gain(self) -> Figure | None:
        """What a customer brought more because of it."""
        return self.spent.change if self.spent and self.basis != Basis.NONE else None

    @property
    def customers(self) -> int:
        """How many were reached, of those that are counted."""
        return self.spent.first.n if self.spent else 0


def effect_of_announcement(announcement: Announcement, now: datetime, currency: str) -> CampaignEffect:
    """Its days begin when its list was settled, for both groups alike."""
    since, span = announcement.frozen_at, timedelta(days=BOUGHT_WITHIN_DAYS)
    if since is None:
        return CampaignEffect(BOUGHT_WITHIN_DAYS, is_over=False)
    values: dict[str, Any] = {
        "row": announcement.pk,
        "since": since,
        "until": since + span,
        "before": since - span,
        "earlier": since - 2 * span,
        "year": since - 2 * span - A_YEAR,
        "days": BOUGHT_WITHIN_DAYS,
        "currency": currency,
    }
    shown = (BOUGHT_WITHIN_DAYS, since, since + span, now > since + span)
    vouchers = used_because_of_it(OF_ANNOUNCEMENT, values)
    if AnnouncementRecipient.objects.filter(announcement=announcement, is_held_out=True).exists():
        return CampaignEffect(*shown, *by_lot(OF_ANNOUNCEMENT, values), vouchers=vouchers)
    listed, others = by_changes(values)
    return CampaignEffect(*shown, listed=listed, others=others, vouchers=vouchers)


def effect_of_automation(automation: Automation, now: datetime, currency: str) -> CampaignEffect:
    """Of everybody who entered since somebody was first held out, and whose days are over."""
    waits = (int(step["days"]) for step in automation.steps if step["kind"] == "wait")
    days = BOUGHT_WITHIN_DAYS + sum(waits)
    held_out = Enrolment.objects.filter(automation=automation, state=EnrolmentState.HELD_OUT)
    since = held_out.aggregate(first=Min("entered_at"))["first"]
    if since is None:
        return CampaignEffect(days, automation.switched_on_at)
    until = now - timedelta(days=days)
    values = {"row": automation.pk, "since": since, "until": until, "days": days, "currency": currency}
    reached, out = by_lot(OF_AUTOMATION, values)
    vouchers = used_because_of_it(OF_AUTOMATION, values)
    return CampaignEffect(days, since, reached=reached, held_out=out, vouchers=vouchers)
