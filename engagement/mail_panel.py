"""The last mails to a customer, beside their timeline."""

from dataclasses import dataclass

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers.models import Customer
from customers.sides import Panel
from engagement.models import Message

TEMPLATE = "engagement/_mail_panel.html"
LAST = 3


@dataclass(frozen=True)
class LastMails:
    """What the panel shows."""

    customer_id: int
    messages: list[Message]
    may_write: bool


def mail_panel(customer: Customer, user: User) -> Panel | None:
    """For those who may see mail; the newest first, also what did not leave."""
    if not user.can(Permission.MESSAGE_VIEW):
        return None
    mails = Message.objects.real().filter(customer=customer).newest_first()
    last = list(mails.select_related("template_version")[:LAST])
    return Panel(TEMPLATE, LastMails(customer.pk, last, user.can(Permission.MESSAGE_SEND)))
