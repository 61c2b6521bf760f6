"""What the ground floor can let go of by itself: customers not heard of for years."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from customers.actions.erasure import erase_now
from customers.keeping.rules import Keeping, can_be_let_go, needed
from customers.kinds import kinds_of_ours
from customers.models import Because, Consent, Customer, Erasure, Interaction

YEARS = 365


def quiet_since(before: datetime) -> QuerySet[Customer]:
    """Nothing heard, seen, sold, written or agreed since, and nothing open."""
    theirs = {"customer": OuterRef("pk")}
    sign = Greatest(
        "created_at", Coalesce("last_purchase_at", "created_at"), Coalesce("last_seen_at", "created_at")
    )
    lines = Interaction.objects.filter(**theirs, at__gte=before).exclude(kind__in=kinds_of_ours())
    seen_lately = Exists(lines)
    agreed_lately = Exists(Consent.objects.filter(**theirs, at__gte=before))
    asked = Exists(Erasure.objects.filter(customer_number=OuterRef("pk"), done_at=None))
    people = Customer.objects.alias(last_sign=sign).filter(last_sign__lt=before)
    return people.exclude(seen_lately | agreed_lately | asked).exclude(needed()).order_by("pk")


def forget_quiet(customer: Customer) -> Erasure:
    return erase_now(customer, because=Because.RULE, by=None)


can_be_let_go(
    Keeping(
        "quiet_customers",
        _("Customers not heard of"),
        _(
            "Customers who did not buy, come, write or agree to anything for so long are erased for good; "
            "your sales stay. Whoever has something open with you (an order, a complaint, a voucher) stays."
        ),
        least=2 * YEARS,
        usual=5 * YEARS,
        older_than=quiet_since,
        let_go=forget_quiet,
        touches_people=True,
    )
)
