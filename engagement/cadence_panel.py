"""How often to be in touch with a customer, and how late we are: beside their timeline."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers.kinds import kinds_of_ours
from customers.models import Customer, CycleRules, Interaction
from customers.rhythm import USUAL_GAP
from customers.sides import Panel, stands_beside
from engagement.cadence import Cadence, Standing, chosen, from_contacts, standing
from engagement.models import Cadence as SetCadence

TEMPLATE, CHIP = "engagement/_cadence_panel.html", "engagement/_cadence_chip.html"


@dataclass(frozen=True)
class Touch:
    """What the panel shows; None before there was any contact."""

    customer_id: int
    standing: Standing | None
    may_set: bool


@stands_beside("cadences", "customer_id", "tag_id", "every_days")
def set_cadences() -> QuerySet[SetCadence]:
    """What staff have set for the customer, for their tags, and for the shop."""
    own, theirs = Q(customer=OuterRef("pk")), Q(tag__customers=OuterRef("pk"))
    return SetCadence.objects.filter(own | theirs | Q(customer=None, tag=None))


@stands_beside("contacts", "days", "first")
def contact_days() -> QuerySet[Any, Any]:
    """On how many days they bought or were in touch, and since when."""
    real = Interaction.objects.of(OuterRef("pk")).exclude(kind__in=kinds_of_ours())  # type: ignore[arg-type]
    days = Count(TruncDate("at"), distinct=True)
    return real.order_by().values("customer").annotate(days=days, first=Min("at"))


@stands_beside("usual_gap", "usual_gap")
def usual_gap() -> QuerySet[CycleRules]:
    """The shop's."""
    return CycleRules.objects.all()[:1]


def cadence_panel(customer: Customer, user: User) -> Panel | None:
    """The chip, and the way to set how often."""
    if not user.can(Permission.FOLLOW_UP_VIEW):
        return None
    touch = Touch(customer.pk, _standing(customer), user.can(Permission.FOLLOW_UP_WORK))
    is_empty = not (touch.standing or touch.may_set)
    return None if is_empty else Panel(TEMPLATE, touch, title=_("Keep in touch"), chip=CHIP)


def _standing(customer: Any) -> Standing | None:
    cadence = _set_by_staff(customer.beside_cadences) or _their_own(customer)
    if cadence is None or customer.last_seen_at is None:
        return None
    return standing(cadence, timezone.localdate(customer.last_seen_at), timezone.localdate())


def _set_by_staff(rows: list[dict[str, Any]]) -> Cadence | None:
    own = next((row["every_days"] for row in rows if row["customer_id"]), None)
    of_shop = next((row["every_days"] for row in rows if not (row["customer_id"] or row["tag_id"])), None)
    return chosen(own, [row["every_days"] for row in rows if row["tag_id"]], of_shop)


def _their_own(customer: Any) -> Cadence | None:
    """From two days of contact on: one says nothing about how often."""
    seen = next(iter(customer.beside_contacts), None)
    if seen is None or seen["days"] < 2 or customer.last_seen_at is None:
        return None
    gap = next((row["usual_gap"] for row in customer.beside_usual_gap), USUAL_GAP)
    first = timezone.localdate(datetime.fromisoformat(seen["first"]))
    return from_contacts(first, timezone.localdate(customer.last_seen_at), days=seen["days"], usual_gap=gap)
