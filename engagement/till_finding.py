"""What somebody shows at the till, typed or scanned: a voucher, or a card."""

from urllib.parse import urlsplit

from crm.web.short_codes import tidy_code
from customers.models import Customer
from engagement.models import LinkPurpose, PublicLink, Voucher
from engagement.public_links import find_link

KEY = "engagement.voucher:"


def find_at_the_till(typed: str) -> Voucher | Customer | None:
    """The voucher of this code or link, or the customer whose card it is."""
    if code := tidy_code(typed):
        known = Voucher.objects.select_related("customer", "redeemed_by", "cancelled_by")
        return known.filter(code=code).first()
    token = urlsplit(typed.strip()).path.strip("/").rpartition("/")[2]
    if card := find_link(token, LinkPurpose.CARD):
        return card.customer
    link = find_link(token, LinkPurpose.VOUCHER)
    return voucher_of(link) if link else None


def voucher_of(link: PublicLink) -> Voucher | None:
    """The voucher that a link shows."""
    number = link.about.removeprefix(KEY)
    known = Voucher.objects.select_related("customer", "redeemed_by", "cancelled_by")
    return known.filter(pk=number).first() if number.isdecimal() else None
