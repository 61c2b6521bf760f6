"""The last mails to a customer, beside their timeline."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers.models import Customer
from customers.sides import Panel, stands_beside
from engagement.models import EmailTemplateVersion, Message

TEMPLATE = "engagement/_mail_panel.html"
LAST = 3
COLUMNS = (
    *("pk", "purpose", "own_subject", "subject", "state", "skip_reason", "problem"),
    *("is_captured", "not_before", "decided_at"),
)


@dataclass(frozen=True)
class LastMails:
    """What the panel shows."""

    customer_id: int
    messages: list[Message]
    may_write: bool


@stands_beside("mails", *COLUMNS, "template_version__subject")
def last_mails() -> QuerySet[Message]:
    """The newest of a customer, also what did not leave."""
    return Message.objects.real().filter(customer=OuterRef("pk")).newest_first()[:LAST]


def mail_panel(customer: Customer, user: User) -> Panel | None:
    """For those who may see mail."""
    if not user.can(Permission.MESSAGE_VIEW):
        return None
    last = [_row_of(row) for row in customer.beside_mails]  # type: ignore[attr-defined]
    mails = LastMails(customer.pk, last, user.can(Permission.MESSAGE_SEND))
    return Panel(TEMPLATE, mails, title=_("Mail"))


def _row_of(told: dict[str, Any]) -> Message:
    values = {name: told[name] for name in COLUMNS}
    for name in ("not_before", "decided_at"):
        values[name] = datetime.fromisoformat(told[name]) if told[name] else None
    words = EmailTemplateVersion(subject=told["template_version__subject"] or "")
    return Message(**values, template_version=words)
