"""What an automation can do, step by step: a socket that the floors above fill from `ready()`.

A step is done under the lock of its enrolment, and may be done again after a crash: each has a key of
its own, so that twice equals once. It says how long to wait before the next one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagement.actions.follow_up import Promise as FollowUpPromise
from engagement.actions.follow_up import make_follow_up, who_does_it
from engagement.actions.message import Draft, plan_message, row_of
from engagement.models import EmailTemplate, Enrolment, Message
from engagement.recipes import RECIPES, Step

AT_ONCE = timedelta(0)


class StepCannotBeDone(Exception):
    """Something it needs is gone; the enrolment ends and says so."""


@dataclass(frozen=True)
class StepKind:
    """One kind of step: how it reads, and what it does."""

    key: str
    label: str | Promise
    icon: str
    words: Callable[[Step], str]
    do: Callable[[Enrolment, Step, datetime], timedelta]
    fields: Callable[[], dict[str, forms.Field]]  # what the owner may set; the names are the step's keys
    sends_mail: bool = False  # a dry run counts it
    foresee: Callable[[Enrolment, Step], Message] | None = None  # its mail, as it would be planned


STEPS: dict[str, StepKind] = {}


def register_step(kind: StepKind) -> None:
    """Make a kind of step known; registering the same one twice changes nothing."""
    if STEPS.setdefault(kind.key, kind) != kind:
        raise ValueError(f"The step {kind.key} is already taken.")


def key_of(enrolment: Enrolment) -> str:
    """The key of the step it stands at: the same recipe never does the same step twice for one cause."""
    return f"{enrolment.automation.recipe}:{enrolment.cause}:{enrolment.customer_id}:{enrolment.position}"


def _wait(enrolment: Enrolment, step: Step, now: datetime) -> timedelta:
    return timedelta(days=int(step.get("days", 0)))


def _wait_fields() -> dict[str, forms.Field]:
    return {"days": forms.IntegerField(label=gettext_lazy("Days"), min_value=0, max_value=365)}


def _wait_words(step: Step) -> str:
    days = int(step.get("days", 0))
    if days == 0:
        return _("do not wait")
    return ngettext("wait %(days)s day", "wait %(days)s days", days) % {"days": days}


def find_template(step: Step) -> EmailTemplate | None:
    """The words a step names: by key, or by number."""
    named = str(step.get("template", ""))
    found = EmailTemplate.objects.in_use().select_related("current")
    return (
        (found.filter(pk=named) if named.isdecimal() else found.filter(key=named)).first() if named else None
    )


def draft_of(enrolment: Enrolment, step: Step, at: datetime) -> Draft:
    """The mail of a step as it is planned when its time has come. Raises StepCannotBeDone."""
    template = find_template(step)
    if template is None or template.current is None:
        raise StepCannotBeDone(_("The words of the mail are gone."))
    recipe = RECIPES[enrolment.automation.recipe]
    return Draft(
        dedupe_key=key_of(enrolment),
        message_class=recipe.message_class,
        topic=recipe.topic,
        purpose=f"automation.{recipe.key}",
        about=enrolment.cause if "." in enrolment.cause else f"engagement.enrolment:{enrolment.pk}",
        template=template,
        priority=recipe.priority,
        not_before=at,
        expires_at=enrolment.next_at + timedelta(days=recipe.good_for_days),
    )


def _mail(enrolment: Enrolment, step: Step, now: datetime) -> timedelta:
    plan_message(draft_of(enrolment, step, now), customer=enrolment.customer, by=None)
    return AT_ONCE


def _mail_to_be(enrolment: Enrolment, step: Step) -> Message:
    return row_of(draft_of(enrolment, step, enrolment.next_at), enrolment.customer)


def _mail_fields() -> dict[str, forms.Field]:
    in_use = EmailTemplate.objects.in_use().filter(is_for_once=False)
    choices = [(row.key or str(row.pk), row.name) for row in in_use]
    return {"template": forms.ChoiceField(label=gettext_lazy("Which mail"), choices=choices)}


def _mail_words(step: Step) -> str:
    template = find_template(step)
    return _("send “%s”") % (template.name if template else step.get("template", ""))


def _follow_up(enrolment: Enrolment, step: Step, now: datetime) -> timedelta:
    """Somebody is asked to ring first: whoever looks after the customer, else an owner."""
    if enrolment.customer.do_not_disturb_since is not None:
        return AT_ONCE
    owner = who_does_it(enrolment.customer)
    if owner is None:
        raise StepCannotBeDone(_("Nobody works here who could do it."))
    due = timezone.localdate(now) + timedelta(days=int(step.get("days", 0)))
    promise = FollowUpPromise(
        reason=str(step.get("reason", ""))[:200], due_on=due, owner=owner, cause=key_of(enrolment)
    )
    make_follow_up(enrolment.customer, promise, by=None)
    return AT_ONCE


def _follow_up_fields() -> dict[str, forms.Field]:
    days = forms.IntegerField(label=gettext_lazy("Due in how many days"), min_value=0, max_value=365)
    return {"reason": forms.CharField(label=gettext_lazy("What for"), max_length=200), "days": days}


def _follow_up_words(step: Step) -> str:
    return _("ask a colleague: “%s”") % str(step.get("reason", ""))


register_step(StepKind("wait", gettext_lazy("Wait"), "clock", _wait_words, _wait, _wait_fields))
register_step(
    StepKind(
        "mail",
        gettext_lazy("Send a mail"),
        "send",
        _mail_words,
        _mail,
        _mail_fields,
        sends_mail=True,
        foresee=_mail_to_be,
    )
)
register_step(
    StepKind(
        "follow_up",
        gettext_lazy("Ask a colleague"),
        "calendar-check",
        _follow_up_words,
        _follow_up,
        _follow_up_fields,
    )
)


def in_words(steps: list[Mapping[str, Any]]) -> list[str]:
    """Each step as people would say it."""
    return [
        STEPS[str(step["kind"])].words(step) if step.get("kind") in STEPS else str(step) for step in steps
    ]
