"""The verdicts, kept for the list: the clock works them out again until nothing late can change them."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from crm.shop.models import ShopSettings
from metrics.effects.campaign import CampaignEffect, effect_of_announcement, effect_of_automation
from metrics.effects.improvement import ImprovementEffect, effect_of_improvement
from metrics.effects.subject import Subject, subjects
from metrics.models import Count, MeasuredEffect

# A receipt or an answer that comes later than this changes no verdict.
LATE = timedelta(days=30)
AGAIN_AFTER = timedelta(hours=6)
KEPT = ("since", "basis", "verdict", "is_settled", "measured_at")
Effect = ImprovementEffect | CampaignEffect


def effect_of(subject: Subject, now: datetime, currency: str) -> Effect:
    """As of now."""
    match subject.kind:
        case "improvement":
            return effect_of_improvement(subject.row, timezone.localdate(now))  # type: ignore[arg-type]
        case "announcement":
            return effect_of_announcement(subject.row, now, currency)  # type: ignore[arg-type]
    return effect_of_automation(subject.row, now, currency)  # type: ignore[arg-type]


def keep_effects(now: datetime) -> int:
    """How many were worked out. Twice is the same; what is gone goes."""
    shop = ShopSettings.current()
    if shop is None or Count.current() is None:
        return 0
    found = subjects()
    MeasuredEffect.objects.exclude(about__in=[subject.key for subject in found]).delete()
    fresh = _fresh(now)
    due = [subject for subject in found if (subject.key, subject.since) not in fresh]
    rows = [_row(subject, effect_of(subject, now, shop.currency), now) for subject in due]
    MeasuredEffect.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["about"], update_fields=KEPT
    )
    return len(rows)


def _fresh(now: datetime) -> set[tuple[str, date]]:
    """What nothing can change any more, or was worked out lately."""
    rows = MeasuredEffect.objects.filter(Q(is_settled=True) | Q(measured_at__gt=now - AGAIN_AFTER))
    return set(rows.values_list("about", "since"))


def _row(subject: Subject, effect: Effect, now: datetime) -> MeasuredEffect:
    ends = effect.ends
    return MeasuredEffect(
        about=subject.key,
        since=subject.since,
        basis=effect.basis,
        verdict=effect.verdict or "",
        is_settled=ends is not None and _day(ends) + LATE < timezone.localdate(now),
        measured_at=now,
    )


def _day(end: date) -> date:
    return timezone.localdate(end) if isinstance(end, datetime) else end
