"""What answering earns is given once, when an answer is whole, and never depends on what it says."""

from datetime import timedelta

from django.utils import timezone, translation

from crm.shop.actions import audit
from crm.shop.models import ShopSettings
from engagement.actions.voucher import issue_voucher
from engagement.models import Voucher, VoucherReason
from feedback.models import Response
from feedback.survey_gift import Gift


def give_gift(response: Response, *, by: None = None) -> Voucher | None:
    """The voucher that the version promised; the same one again when it was given already."""
    gift = Gift.read(response.version.gift)
    is_whole = response.completed_at is not None and response.is_confirmed
    if gift is None or not is_whole or response.customer_id is None:
        return None
    shop = ShopSettings.current()
    # Its line on the timeline is read by the shop, whatever language they answered in.
    with translation.override(shop.language if shop else None):
        return issue_voucher(
            gift.worth,
            customer=response.customer,
            reason=VoucherReason.SURVEY,
            cause=audit.label(response),
            expires_on=timezone.localdate() + timedelta(days=gift.days),
            by=by,
        )


def gift_of(response: Response) -> Voucher | None:
    """What was given for this answer, if anything."""
    return Voucher.objects.filter(cause=audit.label(response)).first() if response.version.gift else None
