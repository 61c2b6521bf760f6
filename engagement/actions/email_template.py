"""Writing mails down, changing them, putting them away: every change is a version of its own."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from customers.stale import refuse_stale
from engagement.headers import one_line, storable
from engagement.models import Announcement, AnnouncementState, Automation, EmailTemplate, EmailTemplateVersion
from engagement.starter_templates import starters

TEMPLATE_FIELDS = ("name", "message_class", "topic")
WORD_FIELDS = ("subject", "body", "text_body")


@dataclass(frozen=True)
class Written:
    """What somebody writes into a template."""

    name: str
    message_class: str
    topic: str
    subject: str
    body: str
    text_body: str = ""


class TemplateIsInUse(Exception):
    """Something that is switched on or scheduled sends these words."""

    def __init__(self, users: list[str]) -> None:
        super().__init__(len(users))
        self.users = users


@transaction.atomic
def add_template(written: Written, *, by: User | None) -> EmailTemplate:
    """A new template, with its first version."""
    template = EmailTemplate.objects.create(**_of_the_template(written), created_by=by)
    _keep(template, written, by=by)
    audit.record("template.added", template, by=by)
    return template


@transaction.atomic
def edit_template(
    template: EmailTemplate, written: Written, *, version: int, by: User | None
) -> EmailTemplate:
    """Change it; the words it had stay readable, and mails that are planned keep them.

    Raises SomebodyWasFaster when `version` is not the stored one.
    """
    template = EmailTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    refuse_stale(template, version)
    values, words = _of_the_template(written), _of_the_words(written)
    changed = [name for name in TEMPLATE_FIELDS if getattr(template, name) != values[name]]
    changed += [name for name in WORD_FIELDS if getattr(template.current, name, None) != words[name]]
    if not changed:
        return template
    for name in TEMPLATE_FIELDS:
        setattr(template, name, values[name])
    template.version += 1
    template.save(update_fields=[*TEMPLATE_FIELDS, "version"])
    if set(changed) & set(WORD_FIELDS):
        _keep(template, written, by=by)
    audit.record("template.edited", template, by=by, fields=changed)
    return template


@transaction.atomic
def retire_template(template: EmailTemplate, *, by: User | None) -> EmailTemplate:
    """Nobody is offered it any more; what was sent with it stays readable. Twice is once.

    Raises TemplateIsInUse while something that is on would send it.
    """
    template = EmailTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if template.retired_at is None:
        if users := users_of(template):
            raise TemplateIsInUse(users)
        template.retired_at = timezone.now()
        template.save(update_fields=["retired_at"])
        audit.record("template.retired", template, by=by)
    return template


@transaction.atomic
def restore_template(template: EmailTemplate, *, by: User | None) -> EmailTemplate:
    """It is offered again."""
    template = EmailTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if template.retired_at is not None:
        template.retired_at = None
        template.save(update_fields=["retired_at"])
        audit.record("template.restored", template, by=by)
    return template


def users_of(template: EmailTemplate) -> list[str]:
    """What sends these words by itself, or soon: automations that are on, announcements on their way."""
    named = {template.key, str(template.pk)} - {""}
    found = [
        automation.name
        for automation in Automation.objects.filter(is_on=True)
        if any(str(step.get("template", "")) in named for step in automation.steps)
    ]
    waiting = Announcement.objects.filter(template=template, state=AnnouncementState.SCHEDULED)
    return found + list(waiting.values_list("name", flat=True))


@transaction.atomic
def install_starter_templates(*, by: User | None) -> int:
    """The mails a shop begins with, as far as it has not had them yet; how many came.

    What it changed or retired stays so: a key is never given twice.
    """
    have = set(EmailTemplate.objects.exclude(key="").values_list("key", flat=True))
    missing = [starter for starter in starters() if starter.key not in have]
    if not missing or ShopSettings.current() is None:
        return 0
    count = 0
    for starter in missing:
        written = Written(starter.name, starter.kind, starter.topic, starter.subject, starter.body)
        template, is_new = EmailTemplate.objects.get_or_create(
            key=starter.key, defaults={**_of_the_template(written), "created_by": by}
        )
        if is_new:
            _keep(template, written, by=by)
            count += 1
    audit.record("template.installed", by=by, counts={"templates": count})
    return count


def _keep(template: EmailTemplate, written: Written, *, by: User | None) -> None:
    """These words as the newest version."""
    last = template.versions.order_by("-number").values_list("number", flat=True).first() or 0
    template.current = EmailTemplateVersion.objects.create(
        template=template, number=last + 1, created_by=by, **_of_the_words(written)
    )
    template.save(update_fields=["current"])


def _of_the_template(written: Written) -> dict[str, str]:
    return {name: getattr(written, name) for name in TEMPLATE_FIELDS}


def _of_the_words(written: Written) -> dict[str, str]:
    return {
        "subject": one_line(written.subject, 150),
        "body": storable(written.body).replace("\r\n", "\n").strip(),
        "text_body": storable(written.text_body).replace("\r\n", "\n").strip(),
    }
