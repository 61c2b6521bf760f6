"""What a customer's page, and whoever writes on it, hears while it stands open."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.shop.news import Asked, News, reports, watch_form
from crm.shop.permissions import Permission
from customers.addresses import address_of
from customers.kinds import kind_of
from customers.models import Customer, Interaction, Purchase

MOST_LOOKED_AT = 20


@reports("customer")
def lines_since(asked: Asked) -> News | None:
    """Lines that others have logged meanwhile."""
    if not asked.user.can(Permission.CUSTOMER_VIEW):
        return None
    new = Interaction.objects.standing().filter(customer=asked.number, created_at__gt=asked.since)
    others = new.exclude(staff=asked.user).select_related("staff").order_by("-at", "-pk")[:MOST_LOOKED_AT]
    heard = [line for line in others if _may_hear(line, asked)]
    if not heard or not Customer.objects.visible_to(asked.user).filter(pk=asked.number).exists():
        return None
    return News(_said(heard), address_of("customers:customer_detail", asked.number), "stream")


def _may_hear(line: Interaction, asked: Asked) -> bool:
    """A line about a complaint of a colleague holds no word: who may not open it never hears of it."""
    permission = kind_of(line.kind).permission
    return permission is None or (asked.user.can(permission) and bool(line.text))


def _said(lines: list[Interaction]) -> str:
    if len(lines) > 1:
        return ngettext("%d new line", "%d new lines", len(lines)) % len(lines)
    kind = kind_of(lines[0].kind).label
    if lines[0].staff is None:
        return _("New: %s") % kind
    return _("%(who)s logged: %(kind)s") % {"who": lines[0].staff.name, "kind": kind}


watch_form("customer-form", Customer, Permission.CUSTOMER_EDIT)
watch_form("purchase-form", Purchase, Permission.PURCHASE_RECORD)
watch_form("interaction-form", Interaction, Permission.INTERACTION_LOG)
