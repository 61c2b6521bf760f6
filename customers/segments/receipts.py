"""Who bought what, read from the receipts themselves: for what nothing is kept that knows it."""

from collections.abc import Sequence

from django.db.models import BooleanField, Case, Exists, F, Func, OuterRef, Q, QuerySet, Value, When

from customers.models import Purchase, PurchaseLine
from customers.models.purchase import PurchaseQuerySet
from customers.segments.period import Period
from customers.segments.products import names_of


def known_purchases() -> PurchaseQuerySet:
    """What counts of somebody's purchases, refunds too."""
    return Purchase.objects.standing().filter(customer__isnull=False).order_by()


def sold(product: str, when: Period, categories: Sequence[str]) -> QuerySet[Purchase]:
    """The purchases in that time with a line of that product, and of one of these categories if any are."""
    purchases = known_purchases().sales().filter(when.of("at"))
    lines = PurchaseLine.objects.order_by().filter(_is_called_like(product), _is_it(product))
    if categories:
        lines = lines.exclude(category="").filter(category__in=categories)
    return purchases.filter(Exists(lines.filter(purchase=OuterRef("pk"))))


def _is_it(product: str) -> Q:
    """Its code, or in its name. As a case, so that the planner does not take the lines for a few."""
    by_name = When(product_name__icontains=product, then=Value(True))
    by_code = When(product_code=product, then=Value(True))
    return Q(Case(by_code, by_name, default=Value(False), output_field=BooleanField()))


def _is_called_like(product: str) -> Q:
    """Lines that may be of it, by the names of the few products that are."""
    named = F("product_name"), names_of(product)
    return Q(
        Func(*named, template="%(expressions)s)", arg_joiner=" = ANY (ARRAY", output_field=BooleanField())
    )
