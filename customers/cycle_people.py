"""The people behind each number of the cycle: every count on its page is the length of one of these."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.models import Customer, Email, Phone, Purchase, Stage, StageChange
from customers.models.customer import CustomerQuerySet

A_YEAR = timedelta(days=365)
FIRST_ORDER_WITHIN = timedelta(days=30)
AGAIN_WITHIN = timedelta(days=90)
ACTIVE = (Stage.CONVERSION, Stage.RETENTION, Stage.ADVOCACY)
CHANGES = StageChange.objects.filter(customer=OuterRef("pk"))


@dataclass(frozen=True)
class Step:
    """One of the five steps: who could, and who did."""

    key: str
    label: str | Promise
    words: str | Promise
    could: CustomerQuerySet
    did: CustomerQuerySet


def five_steps(today: date) -> list[Step]:
    """Reach, acquisition, conversion, retention, loyalty; nothing is asked of the database yet."""
    return [_reach(), _acquisition(today), _conversion(today), _retention(today), _loyalty()]


def people_who_moved(first: date, last: date, *, from_stage: str, to_stage: str) -> CustomerQuerySet:
    """Everybody whose stage changed like this between two days."""
    moved = _those_in(
        StageChange.objects.filter(
            effective_on__range=(first, last), from_stage=from_stage, to_stage=to_stage
        )
    )
    if (from_stage, to_stage) == ("", Stage.ATTRACTION):
        moved |= only_known() & Q(stage_since__range=(first, last))
    return Customer.objects.filter(moved)


def only_known() -> Q:
    """Those who are known and nothing more: they have no row in the history."""
    return Q(~Exists(CHANGES), stage=Stage.ATTRACTION)


def _those_in(changes: QuerySet[StageChange]) -> Q:
    return Q(pk__in=changes.values("customer_id"))


def _met_between(first: date, last: date) -> CustomerQuerySet:
    met = StageChange.objects.filter(effective_on__range=(first, last), from_stage="")
    return Customer.objects.filter(_those_in(met) | only_known() & Q(stage_since__range=(first, last)))


def _reach() -> Step:
    has_way = Exists(Phone.objects.filter(customer=OuterRef("pk"))) | Exists(
        Email.objects.filter(customer=OuterRef("pk"))
    )
    return Step(
        "reach",
        _("Reach"),
        _("Of all customers: there is a phone number or an e-mail address."),
        Customer.objects.all(),
        Customer.objects.filter(has_way),
    )


def _acquisition(today: date) -> Step:
    return Step(
        "acquisition",
        _("Acquisition"),
        _("Of all customers: became known within the last year."),
        Customer.objects.all(),
        _met_between(today - A_YEAR, today),
    )


def _conversion(today: date) -> Step:
    met = _met_between(today - A_YEAR - FIRST_ORDER_WITHIN, today - FIRST_ORDER_WITHIN)
    begun = StageChange.objects.filter(customer=OuterRef("pk"), from_stage="")
    known_on = Coalesce(Subquery(begun.values("effective_on")[:1]), "stage_since")
    until = ExpressionWrapper(F("known_on") + FIRST_ORDER_WITHIN, output_field=DateField())
    bought = met.annotate(known_on=known_on, bought_on=TruncDate("first_purchase_at"))
    return Step(
        "conversion",
        _("Conversion"),
        _("Of those who became known in the year that ended 30 days ago: bought within 30 days."),
        met,
        bought.filter(bought_on__lte=until),
    )


def _retention(today: date) -> Step:
    dated = Customer.objects.annotate(bought_on=TruncDate("first_purchase_at"))
    first = dated.filter(bought_on__gte=today - A_YEAR - AGAIN_WITHIN, bought_on__lte=today - AGAIN_WITHIN)
    until = ExpressionWrapper(OuterRef("bought_on") + AGAIN_WITHIN, output_field=DateField())
    again = Purchase.objects.standing().sales().filter(customer=OuterRef("pk"))
    again = again.filter(at__date__gt=OuterRef("bought_on"), at__date__lte=until)
    return Step(
        "retention",
        _("Retention"),
        _(
            "Of those who first bought in the year that ended 90 days ago: "
            "bought on another day within 90 days."
        ),
        first,
        first.filter(Exists(again)),
    )


def _loyalty() -> Step:
    active = Customer.objects.filter(stage__in=ACTIVE)
    return Step(
        "loyalty",
        _("Loyalty"),
        _("Of those who buy and have not lapsed: spoke well of the shop and stand in advocacy."),
        active,
        active.filter(stage=Stage.ADVOCACY),
    )
