"""Improvements: written down, taken through their states, shown to everybody."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.stale import refuse_stale
from feedback.models import DECIDED, Effort, Improvement, ImprovementEvidence, ImprovementState

BASELINE = timedelta(days=90)
LONGEST_ABOUT = 80
CHOSEN_BEFORE = {"baseline_from", "baseline_until", "watched"}


@dataclass(frozen=True)
class Change:
    """What somebody writes about an improvement."""

    title: str
    problem: str = ""
    owner: User | None = None
    effort: int = Effort.SMALL
    baseline_from: date | None = None
    baseline_until: date | None = None
    public_words: str = ""
    watched: str = ""


class WhyNotIsMissing(Exception):
    """Whoever declines says why."""


class BaselineIsChosen(Exception):
    """What it is compared with was chosen before it was so, and stays."""


class NotSoYet(Exception):
    """The day since which it is said to be so has not come."""


class BaselineIsNotOver(Exception):
    """It is said to be so since a day of the weeks it shall be compared with."""


@transaction.atomic
def add_improvement(change: Change, *, by: User | None, because: str = "") -> Improvement:
    """Write it down; `because` is the key of a text or a theme it rests on."""
    values = asdict(change) | {"owner": change.owner}
    improvement = Improvement.objects.create(**values, created_by=by)
    _note_baseline(improvement)
    audit.record("improvement.added", improvement, by=by)
    if because:
        add_evidence(improvement, because, by=by)
    return improvement


@transaction.atomic
def edit_improvement(
    improvement: Improvement, change: Change, *, version: int, by: User | None
) -> Improvement:
    """Change it. Raises SomebodyWasFaster, and BaselineIsChosen once it is live."""
    improvement = _locked(improvement)
    refuse_stale(improvement, version)
    wanted = asdict(change) | {"owner": change.owner}
    changed = [name for name, value in wanted.items() if getattr(improvement, name) != value]
    if improvement.live_on and CHOSEN_BEFORE & set(changed):
        raise BaselineIsChosen
    if changed:
        for name in changed:
            setattr(improvement, name, wanted[name])
        improvement.version += 1
        improvement.save(update_fields=[*changed, "version"])
        _note_baseline(improvement)
        audit.record("improvement.edited", improvement, by=by, fields=changed)
    return improvement


@transaction.atomic
def move_improvement(
    improvement: Improvement, state: str, *, by: User | None, reason: str = "", live_on: date | None = None
) -> Improvement:
    """On to another state, or the day and the reason of this one anew; the weeks it is compared with are
    fixed before it is so. Twice is once.

    Raises WhyNotIsMissing, NotSoYet, BaselineIsNotOver.
    """
    improvement = _locked(improvement)
    if state == ImprovementState.DECLINED and not reason.strip():
        raise WhyNotIsMissing
    if improvement.state == state:
        return _correct(improvement, reason=reason, live_on=live_on, by=by)
    improvement.state, improvement.reason = state, reason if state == ImprovementState.DECLINED else ""
    improvement.decided_at = timezone.now() if state in DECIDED else None
    improvement.live_on = (live_on or timezone.localdate()) if state == ImprovementState.DONE else None
    _refuse_odd_day(improvement)
    _choose_baseline(improvement)
    improvement.version += 1
    improvement.save()
    audit.record(f"improvement.{state}", improvement, by=by)
    return improvement


def _correct(improvement: Improvement, *, reason: str, live_on: date | None, by: User | None) -> Improvement:
    """It stands where it stood, since another day or for another reason."""
    wanted: dict[str, Any] = {}
    if improvement.state == ImprovementState.DONE and live_on:
        wanted["live_on"] = live_on
    if improvement.state == ImprovementState.DECLINED:
        wanted["reason"] = reason
    changed = [name for name, value in wanted.items() if getattr(improvement, name) != value]
    if changed:
        for name in changed:
            setattr(improvement, name, wanted[name])
        _refuse_odd_day(improvement)
        improvement.version += 1
        improvement.save(update_fields=[*changed, "version"])
        audit.record("improvement.edited", improvement, by=by, fields=changed)
    return improvement


def _refuse_odd_day(improvement: Improvement) -> None:
    """Done is what is done; and what comes after is compared with what was before."""
    day, until = improvement.live_on, improvement.baseline_until
    if day and day > timezone.localdate():
        raise NotSoYet
    if day and until and until > day:
        raise BaselineIsNotOver


@transaction.atomic
def show_improvement(improvement: Improvement, *, shown: bool, by: User | None) -> Improvement:
    """Let everybody read what we did, or what we do not and why; or take it away again. Twice is once."""
    improvement = _locked(improvement)
    if shown == (improvement.public_at is not None) or (shown and not improvement.is_decided):
        return improvement
    improvement.public_at = timezone.now() if shown else None
    improvement.version += 1
    improvement.save(update_fields=["public_at", "version"])
    audit.record("improvement.shown" if shown else "improvement.hidden", improvement, by=by)
    return improvement


@transaction.atomic
def add_evidence(improvement: Improvement, about: str, *, by: User | None) -> ImprovementEvidence:
    """It rests on this text, or on this theme. Twice is once."""
    values = {"improvement": improvement, "about": about[:LONGEST_ABOUT]}
    evidence, is_new = ImprovementEvidence.objects.get_or_create(**values, defaults={"by": by})
    if is_new:
        audit.record("improvement.evidence_added", improvement, by=by)
    return evidence


@transaction.atomic
def drop_evidence(improvement: Improvement, about: str, *, by: User | None) -> None:
    """It does not rest on this after all. Twice is once."""
    gone, _tables = ImprovementEvidence.objects.filter(improvement=improvement, about=about).delete()
    if gone:
        audit.record("improvement.evidence_dropped", improvement, by=by)


def _locked(improvement: Improvement) -> Improvement:
    return Improvement.objects.select_for_update(of=("self",)).select_related("owner").get(pk=improvement.pk)


def _choose_baseline(improvement: Improvement) -> None:
    """Whoever begins without having chosen watches its theme, and compares with the last quarter."""
    begins = improvement.state in {ImprovementState.DOING, ImprovementState.DONE}
    if begins and not improvement.watched:
        improvement.watched = _first_theme(improvement)
    if begins and improvement.baseline_until is None:
        until = improvement.live_on or timezone.localdate()
        improvement.baseline_from, improvement.baseline_until = until - BASELINE, until
        improvement.baseline_chosen_at = timezone.now()


def _first_theme(improvement: Improvement) -> str:
    """What it rests on, where nobody has chosen what shall change."""
    themes = improvement.evidence.filter(about__startswith="feedback.theme:").order_by("pk")
    return next(iter(themes.values_list("about", flat=True)[:1]), "")


def _note_baseline(improvement: Improvement) -> None:
    if improvement.baseline_until and improvement.baseline_chosen_at is None:
        improvement.baseline_chosen_at = timezone.now()
        improvement.save(update_fields=["baseline_chosen_at"])
