"""Making a recipe one's own, changing it, switching it on and off."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.actions import audit
from crm.shop.models import User
from customers.stale import refuse_stale
from engagement.actions.message import cancel_messages
from engagement.linter import Finding, problems_of
from engagement.models import Automation, Enrolment, EnrolmentState
from engagement.recipes import RECIPES
from engagement.steps import find_template


class AutomationIsNotReady(Exception):
    """Something about its mails has to be put right before it may be switched on."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(len(findings))
        self.findings = findings


@dataclass(frozen=True)
class Wanted:
    """What the owner may change about an automation."""

    name: str
    steps: list[Mapping[str, Any]]
    settings: Mapping[str, Any]
    hold_out_percent: int
    cap_days: int | None


@transaction.atomic
def make_automation(recipe_key: str, *, by: User | None) -> Automation:
    """A recipe as the shop's own, switched off, with the steps it came with."""
    recipe = RECIPES[recipe_key]
    automation = Automation.objects.create(
        recipe=recipe.key,
        name=str(recipe.name),
        steps=[dict(step) for step in recipe.steps],
        settings=dict(recipe.settings),
        hold_out_percent=recipe.hold_out_percent,
        cap_days=recipe.cap_days,
        age_limit_days=recipe.age_limit_days,
        created_by=by,
    )
    audit.record("automation.made", automation, by=by)
    return automation


@transaction.atomic
def edit_automation(automation: Automation, wanted: Wanted, *, version: int, by: User | None) -> Automation:
    """Change it for those who enter from now on; whoever is on the way keeps the steps they came with.

    Raises SomebodyWasFaster when `version` is not the stored one.
    """
    automation = Automation.objects.select_for_update().get(pk=automation.pk)
    refuse_stale(automation, version)
    changed = [name for name, value in asdict(wanted).items() if getattr(automation, name) != value]
    if changed:
        for name in changed:
            setattr(automation, name, getattr(wanted, name))
        automation.version += 1
        automation.save(update_fields=[*changed, "version"])
        audit.record("automation.edited", automation, by=by, fields=changed)
    return automation


@transaction.atomic
def switch_on(automation: Automation, *, by: User | None) -> Automation:
    """From this moment on the clock looks for its causes; what happened before is left alone.

    Raises AutomationIsNotReady when it has no list yet or one of its mails may not leave as it is.
    """
    automation = Automation.objects.select_for_update().get(pk=automation.pk)
    if automation.is_on:
        return automation
    if findings := findings_of(automation):
        raise AutomationIsNotReady(findings)
    now = timezone.now()
    automation.is_on, automation.switched_on_at, automation.looked_until = True, now, now
    automation.save(update_fields=["is_on", "switched_on_at", "looked_until"])
    audit.record("automation.switched_on", automation, by=by)
    return automation


@transaction.atomic
def switch_off(automation: Automation, *, by: User | None) -> Automation:
    """Nobody enters any more, whoever is on the way stops, and what was planned is called off."""
    automation = Automation.objects.select_for_update().get(pk=automation.pk)
    if not automation.is_on:
        return automation
    automation.is_on = False
    automation.save(update_fields=["is_on"])
    waiting = Enrolment.objects.filter(automation=automation, state=EnrolmentState.WAITING)
    waiting.update(state=EnrolmentState.EXITED, outcome="switched_off", ended_at=timezone.now())
    cancel_messages(purpose=f"automation.{automation.recipe}", by=by)
    audit.record("automation.switched_off", automation, by=by)
    return automation


def findings_of(automation: Automation) -> list[Finding]:
    """What stands in the way of switching it on: no list was chosen, or a mail is not ready."""
    found: list[Finding] = []
    if automation.lacks_its_list:
        found.append(Finding(_("choose which list first, and save.")))
    for step in automation.steps:
        if step.get("template"):
            template = find_template(step)
            version = template.current if template else None
            found += problems_of(version, RECIPES[automation.recipe].message_class)
    return [finding for finding in found if finding.is_error]
