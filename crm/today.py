"""Today: whom to serve first. Each floor gives its reasons; here they become one page."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.models import User
from crm.shop.permissions import Permission
from customers import reason_cards, reasons
from customers.addresses import address_of
from customers.models import Customer
from customers.reason_words import REASONS, ReasonKind
from engagement.enquiry_panel import waiting_enquiries
from engagement.follow_up_panel import due_follow_ups
from engagement.mail_state import count_doubtful
from engagement.special_order_panel import due_orders
from feedback.complaint_panel import complaints_for
from feedback.review_cards import waiting_reviews

PAGE = "today.html"
NOON, EVENING = 12, 18


@dataclass(frozen=True)
class Done:
    """What somebody has just done without script, for the way back."""

    kind: ReasonKind
    what: str
    address: str


@require(Permission.CUSTOMER_VIEW)
@require_safe
def today(request: StaffRequest) -> HttpResponse:
    """The page everybody lands on: a greeting, the search box, and every reason to act."""
    now = timezone.now()
    user = request.user
    sections = reason_cards.sections(user, now)
    imports = reasons.imports_to_check(user, now) if user.can(Permission.IMPORT_RUN) else []
    promises = due_follow_ups(user, now, whose=request.GET.get("whose", ""))
    questions = waiting_enquiries(user, request.shop, now)
    orders = due_orders(user, now)
    complaints = complaints_for(user, request.shop, now)
    reviews = waiting_reviews(user, request.shop, now)
    waits = (promises.groups, questions.cards, orders.orders, complaints.cards, reviews.cards)
    is_quiet = not (sections or imports or any(waits))
    context = {
        "greeting": greeting(user, now),
        "day": timezone.localdate(now),
        "sections": sections,
        "promises": promises,
        "questions": questions,
        "due_orders": orders,
        "complaints": complaints,
        "reviews": reviews,
        "is_quiet": is_quiet,
        "imports": imports,
        "is_new": is_quiet and not Customer.objects.exists(),
        "doubtful_mails": count_doubtful(user, now),
        "done": _done(request),
    }
    return render(request, PAGE, context)


def greeting(user: User, now: datetime) -> str:
    """Good morning, Mira."""
    hour = timezone.localtime(now).hour
    if hour < NOON:
        words = _("Good morning, %(name)s")
    elif hour < EVENING:
        words = _("Good afternoon, %(name)s")
    else:
        words = _("Good evening, %(name)s")
    return words % {"name": (user.name.split() or [user.email])[0]}


def _done(request: StaffRequest) -> Done | None:
    kind, number = REASONS.get(request.GET.get("reason", "")), request.GET.get("done", "")
    if kind is None or not number.isdecimal():
        return None
    return Done(kind, request.GET.get("what", ""), address_of("customers:reason_act", number, kind.key))
