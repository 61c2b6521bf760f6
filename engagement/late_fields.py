"""Merge fields that are looked up when a mail is written, from what the mail is about.

A mail knows its matter by a key ("customers.purchase:17"); what was meant when it was planned may have
changed since, and a secret link is made only for a mail that really leaves.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

from crm.web.templatetags.amounts import money
from customers.models import Customer, Purchase, PurchaseLine
from engagement.merge_fields import fills
from engagement.models import Announcement, Enrolment, LinkPurpose, Message, Voucher
from engagement.public_links import make_link

MOST_PRODUCTS = 12


def number_of(message: Message, kind: str) -> int | None:
    """The number behind "app.model:number", when the mail is about one of these."""
    model, _colon, number = message.about.partition(":")
    return int(number) if model == kind and number.isdecimal() else None


def purchase_of(message: Message, customer: Customer) -> Purchase | None:
    """The purchase it is about; for somebody's first one, the enrolment knows no number."""
    if number := number_of(message, "customers.purchase"):
        return Purchase.objects.filter(pk=number, customer=customer).first()
    if number := number_of(message, "engagement.enrolment"):
        entry = Enrolment.objects.filter(pk=number, customer=customer).first()
        bought = Purchase.objects.filter(customer=customer, is_refund=False, voided_at=None)
        return bought.filter(at=entry.caused_at).first() if entry else None
    return None


def _names(message: Message, customer: Customer) -> list[str]:
    purchase = purchase_of(message, customer)
    if purchase is None:
        return []
    lines = PurchaseLine.objects.filter(purchase=purchase, quantity__gt=0).exclude(product_name="")
    return list(lines.order_by("position").values_list("product_name", flat=True)[:MOST_PRODUCTS])


@fills("product")
def product(message: Message, customer: Customer) -> str:
    return next(iter(_names(message, customer)), "")


@fills("products")
def products(message: Message, customer: Customer) -> str:
    return "\n".join(_names(message, customer))


@fills("bought_on")
def bought_on(message: Message, customer: Customer) -> str:
    purchase = purchase_of(message, customer)
    return _day(timezone.localdate(purchase.at)) if purchase else ""


@fills("days")
def days(message: Message, customer: Customer) -> str:
    purchase = purchase_of(message, customer)
    return str((timezone.now() - purchase.at).days) if purchase else ""


def _voucher(message: Message) -> Voucher | None:
    number = number_of(message, "engagement.voucher")
    return Voucher.objects.filter(pk=number).first() if number else None


@fills("voucher_code")
def voucher_code(message: Message, customer: Customer) -> str:
    voucher = _voucher(message)
    return voucher.code if voucher else ""


@fills("voucher_value")
def voucher_value(message: Message, customer: Customer) -> str:
    voucher = _voucher(message)
    if voucher is None:
        return ""
    return f"{voucher.percent} %" if voucher.percent else money(voucher.amount, voucher.currency)


@fills("expires_on")
def expires_on(message: Message, customer: Customer) -> str:
    voucher = _voucher(message)
    return _day(voucher.expires_on) if voucher and voucher.expires_on else ""


def _announcement(message: Message) -> Announcement | None:
    number = number_of(message, "engagement.announcement")
    return Announcement.objects.filter(pk=number).first() if number else None


@fills("event")
def event(message: Message, customer: Customer) -> str:
    announcement = _announcement(message)
    return announcement.name if announcement else ""


@fills("event_on")
def event_on(message: Message, customer: Customer) -> str:
    announcement = _announcement(message)
    return _moment(announcement.starts_at) if announcement and announcement.starts_at else ""


@fills("event_place")
def event_place(message: Message, customer: Customer) -> str:
    announcement = _announcement(message)
    return announcement.place if announcement else ""


@fills("attend_link")
def attend_link(message: Message, customer: Customer) -> str:
    """Their own page for saying whether they come."""
    if _announcement(message) is None:
        return ""
    return make_link(LinkPurpose.ATTENDANCE, customer=customer, message=message, about=message.about)


def _day(day: date) -> str:
    return date_format(day, "l j F")


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "l j F, H:i")
