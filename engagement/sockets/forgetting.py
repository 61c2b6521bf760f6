"""What this floor does when somebody is forgotten: no mail leaves any more, now or later."""

from django.db.models import Q
from django.utils import timezone

from customers.forgetting.leaving import Leaving, NotYet, forgets, forgets_at_once, strays
from engagement.actions.message import cancel_messages
from engagement.actions.suppression import suppress
from engagement.addresses import address_hash
from engagement.models import (
    Message,
    MessageState,
    Suppression,
    SuppressionReason,
    SuppressionScope,
    Voucher,
    VoucherEntry,
)


@forgets_at_once
def call_mail_off(leaving: Leaving) -> None:
    """Nothing more leaves for them, and what stands on the list outlives them as a hash."""
    cancel_messages(customer=leaving.customer, by=None)
    for address in leaving.emails:
        suppress(
            address,
            reason=SuppressionReason.ERASURE,
            scope=SuppressionScope.ALL_BUT_TRANSACTIONAL,
            source="erasure",
            by=None,
        )


@forgets
def wait_for_mail_that_is_leaving(leaving: Leaving) -> None:
    """What a worker has in its hands at this moment cannot be taken back: it is waited for."""
    leaves = Message.objects.filter(customer=leaving.customer, state=MessageState.SENDING)
    if not leaving.is_forced and leaves.filter(lease_until__gt=timezone.now()).exists():
        raise NotYet("mail")


@forgets
def forget_hints(leaving: Leaving) -> None:
    """Other entries of the list keep the hash only, and not what people wrote beside it."""
    hashes = [address_hash(address) for address in leaving.emails]
    known = Suppression.objects.filter(address_hash__in=hashes)
    known.update(address_hint="", note="", lifted_because="")


@forgets
def keep_vouchers_without_them(leaving: Leaving) -> None:
    """A voucher is money that the shop owes whoever holds the code; what was noted about them goes."""
    theirs = Voucher.objects.filter(customer=leaving.customer)
    VoucherEntry.objects.filter(voucher__in=theirs).update(note="")
    theirs.update(note="")


@strays("engagement.Message")
def mail_to_their_address(leaving: Leaving) -> Q:
    return Q(customer=None, staff=None, to_email__in=leaving.emails) & ~Q(to_email="")


@strays("engagement.MessageEvent")
def news_of_their_address(leaving: Leaving) -> Q:
    """What a provider told of a mail that we no longer know."""
    told = Q(pk__in=[])
    for address in leaving.emails:
        told |= Q(message=None, note__icontains=address)
    return told


@strays("engagement.InboundMail")
def mail_from_their_address(leaving: Leaving) -> Q:
    return Q(customer=None, from_email__in=leaving.emails)


@strays("engagement.Enquiry")
def questions_from_their_address(leaving: Leaving) -> Q:
    theirs = Q(sender_email__in=leaving.emails) | Q(sender_phone__in=leaving.phones)
    return Q(customer=None) & theirs
