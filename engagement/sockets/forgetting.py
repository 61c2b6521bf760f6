"""What this floor does when somebody is forgotten: no mail leaves any more, now or later."""

from django.db.models import Q
from django.utils import timezone

from customers.forgetting.leaving import Leaving, NotYet, forgets, forgets_at_once, strays
from engagement.actions.digest import PURPOSE as DIGEST
from engagement.actions.digest import WHOSE
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


def _reminders_of(leaving: Leaving) -> Q:
    """Mails to ourselves about something of theirs."""
    return Q(staff__isnull=False, about__in=leaving.keys)


def _digests_with(leaving: Leaving) -> Q:
    """What fell to a colleague in the morning, with a line about them."""
    numbers = "|".join(map(str, leaving.numbers))
    spoken_of = Q(context__promises__icontains=_beginning(leaving))
    return Q(purpose=DIGEST) & (spoken_of | Q(**{f"context__{WHOSE}__regex": rf"\m({numbers})\M"}))


def _beginning(leaving: Leaving) -> str:
    return f"{leaving.customer}: "


@forgets
def forget_what_colleagues_were_told(leaving: Leaving) -> None:
    """A reminder goes with what it was about; a digest stays without their line, or it would come again."""
    Message.objects.filter(_reminders_of(leaving)).delete()
    for digest in Message.objects.filter(_digests_with(leaving)):
        lines, whose = digest.context["promises"].split("\n"), digest.context.get(WHOSE, "").split()
        theirs = {str(number) for number in leaving.numbers}
        gone = [
            whose[place] in theirs if place < len(whose) else line.startswith(_beginning(leaving))
            for place, line in enumerate(lines)
        ]
        lines = [line for line, is_gone in zip(lines, gone, strict=True) if not is_gone]
        whose = [number for number in whose if number not in theirs]
        context = {"promises": "\n".join(lines), WHOSE: " ".join(whose)}
        Message.objects.filter(pk=digest.pk).update(context=context, html="", text="")


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


@forgets
def wait_for_mail_that_is_leaving(leaving: Leaving) -> None:
    """What a worker has in its hands is waited for: it cannot be taken back. The last here is asked first."""
    theirs = Q(customer=leaving.customer) | _reminders_of(leaving) | _digests_with(leaving)
    leaves = Message.objects.filter(theirs, state=MessageState.SENDING, lease_until__gt=timezone.now())
    if not leaving.is_forced and leaves.exists():
        raise NotYet("mail")


@strays("engagement.Message")
def mail_to_their_address(leaving: Leaving) -> Q:
    return Q(customer=None, staff=None) & leaving.has_email("to_email")


@strays("engagement.MessageEvent")
def news_of_their_address(leaving: Leaving) -> Q:
    """What a provider told of a mail that we no longer know."""
    told = Q(pk__in=[])
    for address in leaving.emails:
        told |= Q(message=None, note__icontains=address)
    return told


@strays("engagement.InboundMail")
def mail_from_their_address(leaving: Leaving) -> Q:
    return Q(customer=None) & leaving.has_email("from_email")


@strays("engagement.Enquiry")
def questions_from_their_address(leaving: Leaving) -> Q:
    theirs = leaving.has_email("sender_email") | leaving.has_phone("sender_phone")
    return Q(customer=None) & theirs
