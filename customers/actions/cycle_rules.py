"""The numbers in the rules of the cycle, and doing everybody's history again when they change."""

from dataclasses import asdict, dataclass

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.actions.job import queue_job_anew, report_progress
from crm.shop.jobs import job_kind
from crm.shop.models import Job, User
from crm.shop.stale import changed_fields
from customers.actions.stage import replay_stages
from customers.models import CycleRules
from customers.stale import refuse_stale

REPLAY = "customers.replay_stages"


@dataclass(frozen=True)
class RuleNumbers:
    """What the rules page may change."""

    regular_after: int
    lapsed_after: int
    advocate_for: int
    thank_within: int


@transaction.atomic
def edit_cycle_rules(numbers: RuleNumbers, *, version: int, by: User | None) -> CycleRules:
    """Change the numbers, and ask the worker to tell everybody's history by them.

    Raises SomebodyWasFaster when `version` is not the stored one.
    """
    CycleRules.objects.get_or_create(pk=1)
    rules = CycleRules.objects.select_for_update().get(pk=1)
    changed = changed_fields(rules, asdict(numbers))
    if not changed:
        return rules
    refuse_stale(rules, version)
    for name in changed:
        setattr(rules, name, getattr(numbers, name))
    rules.version += 1
    rules.save(update_fields=[*changed, "version"])
    audit.record("cycle_rules.edited", rules, by=by, fields=changed)
    queue_job_anew(REPLAY, audit.label(rules), by=by)
    return rules


@job_kind(REPLAY)
def run_replay(job: Job) -> None:
    """Bring everybody in step with the rules; running it twice changes nothing."""
    replay_stages(None, progress=lambda done, total: report_progress(job, done=done, total=total))
