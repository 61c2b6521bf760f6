"""What a customer is expected to bring, beside their timeline."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers.models import Customer, PurchaseLine
from customers.sides import Panel, stands_beside
from metrics.counting.pairings import WITHIN
from metrics.models import CustomerScore, Pairing, PurchaseModel, ValueRules

TEMPLATE = "metrics/_worth_panel.html"


@dataclass(frozen=True)
class ToCome:
    """Of the next 12 months, of the next 90 days, and what for."""

    value: Decimal | None
    chance: float | None
    is_margin: bool
    is_seasonal: bool
    next: dict[str, Any] | None  # the pairing that says so


@stands_beside("foresight", "expected_value", "p_buys")
def foresight() -> QuerySet[CustomerScore]:
    """Nothing of those about whom nothing can be said."""
    return CustomerScore.objects.filter(customer=OuterRef("pk")).exclude(p_buys=None)


@stands_beside("likely_next", "first", "later", "customers", "came_back")
def likely_next() -> QuerySet[Pairing]:
    """What others came back for who bought the same lately, and this customer has not come back for yet."""
    since = timezone.now() - timedelta(days=WITHIN)
    theirs = PurchaseLine.objects.filter(
        purchase__customer=OuterRef(OuterRef("pk")),
        purchase__at__gte=since,
        purchase__voided_at=None,
        purchase__is_refund=False,
    )
    categories, products = theirs.values("category"), theirs.values("product_name")
    return (
        Pairing.objects.filter(Q(first__in=categories) | Q(first__in=products))
        .exclude(Q(later__in=categories) | Q(later__in=products))
        .strongest_first()[:1]
    )


@stands_beside("margin", "margin_percent")
def margin() -> QuerySet[ValueRules]:
    """The same for everybody."""
    return ValueRules.objects.exclude(margin_percent=None)


@stands_beside("newest_model", "is_seasonal")
def newest_model() -> QuerySet[PurchaseModel]:
    """What may be said of all of them."""
    return PurchaseModel.objects.all()[:1]


def worth_panel(customer: Customer, user: User) -> Panel | None:
    """One line, for those who see how the shop is doing."""
    beside: Any = customer
    if not (beside.beside_foresight or beside.beside_likely_next) or not user.can(Permission.METRIC_VIEW):
        return None
    said = beside.beside_foresight[0] if beside.beside_foresight else {"expected_value": None, "p_buys": None}
    rules, models = beside.beside_margin, beside.beside_newest_model
    kept = Decimal(str(rules[0]["margin_percent"])) / 100 if rules else Decimal(1)
    value = said["expected_value"]
    return Panel(
        TEMPLATE,
        ToCome(
            value=None if value is None else Decimal(str(value)) * kept,
            chance=said["p_buys"],
            is_margin=bool(rules),
            is_seasonal=bool(models and models[0]["is_seasonal"]),
            next=next(iter(beside.beside_likely_next), None),
        ),
        title=_("What is to come"),
    )
