"""Merge fields about the card and the friends: looked up when a mail that uses them is written."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

from crm.shop.models import ShopSettings
from crm.web.templatetags.amounts import number
from customers.models import Customer
from engagement.caps import A_MONTH
from engagement.field_values import fills
from engagement.friend_links import friend_link
from engagement.late_fields import DAY
from engagement.loyalty_expiry import left_by_day
from engagement.loyalty_rules import counted
from engagement.models import LinkPurpose, LoyaltyCard, LoyaltyEntry, LoyaltyProgram, Message
from engagement.public_links import made_before, make_link


@fills("points")
def points(message: Message, customer: Customer, shop: ShopSettings) -> Mapping[str, str]:
    """What is on their card."""
    card = LoyaltyCard.objects.filter(customer=customer).first()
    return {"points": number(card.balance)} if card else {}


@fills("points_ending", "points_until")
def points_ending(message: Message, customer: Customer, shop: ShopSettings) -> Mapping[str, str]:
    """What runs out within a month, since nobody is told more often, and the first day of it."""
    today = timezone.localdate(timezone=ZoneInfo(shop.time_zone))
    moves = LoyaltyEntry.objects.filter(card__customer=customer).values_list("amount", "expires_on")
    soon = {day: left for day, left in left_by_day(moves).items() if today <= day <= today + A_MONTH}
    if not soon:
        return {}
    return {
        "points_ending": counted(sum(soon.values()), LoyaltyProgram.current()),
        "points_until": date_format(min(soon), DAY),
    }


@fills("card_link")
def card_page(message: Message, customer: Customer, shop: ShopSettings) -> Mapping[str, str]:
    """The page of their card; the same link at every attempt."""
    card = LoyaltyCard.objects.filter(customer=customer).first()
    if card is None:
        return {}
    if made := made_before(message, LinkPurpose.CARD):
        return {"card_link": made}
    about = f"{card._meta.label_lower}:{card.pk}"
    return {"card_link": make_link(LinkPurpose.CARD, customer=customer, message=message, about=about)}


@fills("friend_link")
def friends(message: Message, customer: Customer, shop: ShopSettings) -> Mapping[str, str]:
    """The page by which they recommend us."""
    return {"friend_link": friend_link(customer, by=None)}
