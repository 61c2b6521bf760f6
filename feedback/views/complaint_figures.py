"""How complaints go: for those who lead the shop."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from crm.figures.incidence import Incidence
from crm.figures.share import Share
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from customers.models import Purchase
from engagement.places import Places
from feedback.actions.complaint_rating import HANDLING
from feedback.complaint_course import MOST, complaints_between, courses
from feedback.complaint_figures import Rate, is_unusual, rates, working_hours
from feedback.models import Answer, Complaint, ComplaintRules, Decision, Remedy, RootCause, SurveyKind, WhyNot

PAGE = "feedback/complaint_figures.html"
PERIODS = {"90": _("90 days"), "365": _("A year")}
HAPPY = 4
Stretch = tuple[datetime, datetime]


# Counts what is said about colleagues as well.
@require(Permission.COMPLAINT_SEE_STAFF)
@require_safe
def complaint_figures(request: StaffRequest) -> HttpResponse:
    """The last year, or the last 90 days."""
    days = request.GET.get("days", "")
    days, now = days if days in PERIODS else "365", timezone.now()
    stretch = (_since(now - timedelta(days=int(days))), now)
    rows = complaints_between(*stretch)
    found = courses(rows, Places(request.shop), ComplaintRules.current().clock_targets, now)
    return render(
        request,
        PAGE,
        {
            "periods": list(PERIODS.items()),
            "days": days,
            "how_often": Incidence(rows.count(), _sales(stretch).count()),
            "months": _by_month(stretch),
            "rates": [*rates(found), _handled(stretch)],
            "half": working_hours(found, 0.5),
            "nine_in_ten": working_hours(found, 0.9),
            "causes": _causes(stretch),
            "reasons": _reasons(stretch),
            "oldest": Complaint.objects.open().order_by("received_at", "pk").first(),
            "currency": request.shop.currency,
            "most": MOST,
        },
    )


def _since(wanted: datetime) -> datetime:
    """Not before the month of the first complaint: what nobody wrote down did not go well for that."""
    first = Complaint.objects.order_by("received_at").values_list("received_at", flat=True).first()
    if first is None:
        return wanted
    begins = timezone.localtime(first).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return max(wanted, begins)


def _sales(stretch: Stretch) -> Any:
    return Purchase.objects.sales().standing().filter(at__gte=stretch[0], at__lt=stretch[1])


def _by_month(stretch: Stretch) -> list[tuple[datetime, Incidence, bool]]:
    """Each month by itself, the newest first, and whether it is unusual."""
    came = complaints_between(*stretch).annotate(month=TruncMonth("received_at"))
    counts = dict(came.order_by().values("month").annotate(n=Count("pk")).values_list("month", "n"))
    sold = _sales(stretch).annotate(month=TruncMonth("at")).order_by().values("month")
    orders = dict(sold.annotate(n=Count("pk")).values_list("month", "n"))
    months = sorted(counts.keys() | orders.keys(), reverse=True)
    usual = Incidence(sum(counts.values()), sum(orders.values()))
    all_months = [(month, Incidence(counts.get(month, 0), orders.get(month, 0))) for month in months]
    return [(month, often, is_unusual(often, usual)) for month, often in all_months]


def _handled(stretch: Stretch) -> Rate:
    """What they say of it themselves, after it was closed."""
    told = Answer.objects.filter(
        question=HANDLING,
        number__isnull=False,
        response__survey__kind=SurveyKind.COMPLAINT,
        response__confirmed_at__range=stretch,
        response__invalid_at=None,
    )
    happy = told.filter(number__gte=HAPPY).count()
    return Rate(_("Satisfied with how we handled it"), Share(happy, told.count()), _("answers"))


def _causes(stretch: Stretch) -> list[RootCause]:
    """What lay behind them, with how often and what putting it right has cost; the most frequent first."""
    came = complaints_between(*stretch).exclude(root_cause=None).order_by()
    counts = dict(came.values("root_cause").annotate(n=Count("pk")).values_list("root_cause", "n"))
    given = Remedy.objects.filter(complaint__in=came, given_at__isnull=False).order_by()
    paid = given.values("complaint__root_cause").annotate(sum=Sum("cost"))
    costs = dict(paid.values_list("complaint__root_cause", "sum"))
    causes = list(RootCause.objects.filter(pk__in=counts).select_related("above"))
    for cause in causes:
        cause.count, cause.cost = counts[cause.pk], costs.get(cause.pk)  # type: ignore[attr-defined]
    return sorted(causes, key=lambda cause: (-counts[cause.pk], str(cause)))


def _reasons(stretch: Stretch) -> list[tuple[str, int]]:
    """Why some were not put right."""
    told = Decision.objects.filter(at__range=stretch).exclude(why_not="").order_by()
    counts = told.values("why_not").annotate(n=Count("pk")).values_list("why_not", "n")
    return sorted(((str(WhyNot(why).label), n) for why, n in counts), key=lambda row: (-row[1], row[0]))
