"""Merge fields that are looked up when a mail is written, from what the mail is about.

A mail knows its matter by a key ("customers.purchase:17"); what was meant when it was planned may have
changed since, and a secret link is made only for a mail that really leaves.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format

from crm.shop.models import ShopSettings
from crm.web.short_codes import grouped
from customers.models import Customer, Purchase, PurchaseLine
from engagement.field_values import fills
from engagement.models import (
    Announcement,
    Enquiry,
    Enrolment,
    LinkPurpose,
    Message,
    SpecialOrder,
    Voucher,
)
from engagement.public_links import made_before, make_link

MOST_PRODUCTS = 12
DAY, MOMENT = "l j F", "l j F, H:i"


def number_in(message: Message, model: type[Model]) -> int:
    """The number behind "app.model:number", when the mail is about one of these; else 0."""
    return number_of(message.about, model)


def number_of(about: str, model: type[Model]) -> int:
    """The number in the key of a row of this model, else 0."""
    kind, _colon, number = about.partition(":")
    return int(number) if kind == model._meta.label_lower and number.isdecimal() else 0


def purchase_of(message: Message, customer: Customer) -> Purchase | None:
    """The purchase it is about, else the latest; for the first one, the enrolment knows no number."""
    sales = Purchase.objects.sales().standing().filter(customer=customer)
    if number := number_in(message, Purchase):
        return sales.filter(pk=number).first()
    if number := number_in(message, Enrolment):
        entry = Enrolment.objects.filter(pk=number, customer=customer).first()
        if found := sales.filter(at=entry.caused_at).first() if entry else None:
            return found
    return sales.order_by("-at", "-pk").first()


@fills("product", "products", "bought_on", "days")
def purchase(message: Message, customer: Customer, shop: ShopSettings) -> Mapping[str, str]:
    """What they ordered or bought, and when; the dearest thing stands for all."""
    if order := SpecialOrder.objects.filter(pk=number_in(message, SpecialOrder), customer=customer).first():
        return {"product": order.product, "products": order.product}
    bought = purchase_of(message, customer)
    if bought is None:
        return {}
    named = PurchaseLine.objects.filter(purchase=bought, quantity__gt=0).exclude(product_name="")
    lines, local = list(named.order_by("position")), _local(bought.at, shop)
    return {
        "product": str(max(lines, key=lambda line: line.total, default="")),
        "products": "\n".join(str(line) for line in lines[:MOST_PRODUCTS]),
        "bought_on": date_format(local, DAY),
        "days": str((_local(timezone.now(), shop).date() - local.date()).days),
    }


@fills("voucher_code", "voucher_value", "expires_on")
def voucher(message: Message, customer: Customer, shop: ShopSettings) -> Mapping[str, str]:
    """The voucher it is about: only their own, and only while it is good."""
    own = Voucher.objects.open(_local(timezone.now(), shop).date()).filter(customer=customer)
    found = own.filter(pk=number_in(message, Voucher)).first()
    if found is None:
        return {}
    until = date_format(found.expires_on, DAY) if found.expires_on else ""
    return {"voucher_code": grouped(found.code), "voucher_value": found.worth, "expires_on": until}


@fills("event", "event_on", "event_place")
def event(message: Message, customer: Customer, shop: ShopSettings) -> Mapping[str, str]:
    """The event it invites to, or thanks for."""
    found = Announcement.objects.filter(pk=number_in(message, Announcement)).first()
    if found is None:
        return {}
    begins = date_format(_local(found.starts_at, shop), MOMENT) if found.starts_at else ""
    return {"event": found.name, "event_on": begins, "event_place": found.place}


@fills("attend_link")
def attend_link(message: Message, customer: Customer, shop: ShopSettings) -> Mapping[str, str]:
    """Their own page for saying whether they come; the same at every attempt."""
    if not Announcement.objects.filter(pk=number_in(message, Announcement)).exists():
        return {}
    made = made_before(message, LinkPurpose.ATTENDANCE) or make_link(
        LinkPurpose.ATTENDANCE, customer=customer, message=message, about=message.about
    )
    return {"attend_link": made}


@fills("question", "answer")
def enquiry(message: Message, customer: Customer, shop: ShopSettings) -> Mapping[str, str]:
    """What they asked, and what we answered."""
    found = Enquiry.objects.filter(pk=number_in(message, Enquiry), customer=customer).first()
    return {"question": found.question, "answer": found.answer} if found else {}


def _local(moment: datetime, shop: ShopSettings) -> datetime:
    return moment.astimezone(ZoneInfo(shop.time_zone))
