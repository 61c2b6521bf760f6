"""What this floor lets go of by itself, and with whom something is open."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.keeping.rules import Keeping, can_be_let_go, still_needs
from engagement.models import (
    Announcement,
    AnnouncementState,
    Enquiry,
    FollowUp,
    LoyaltyCard,
    SpecialOrder,
    Voucher,
)


@still_needs
def something_open() -> Q:
    """A promise, an order, a question, a voucher or a card that is worth something."""
    theirs = {"customer": OuterRef("pk")}
    return Q(
        Exists(FollowUp.objects.open().filter(**theirs))
        | Exists(SpecialOrder.objects.open().filter(**theirs))
        | Exists(Enquiry.objects.waiting().filter(**theirs))
        | Exists(Voucher.objects.open(timezone.localdate()).filter(**theirs))
        | Exists(LoyaltyCard.objects.filter(**theirs, balance__gt=0))
    )


def old_drafts(before: datetime) -> QuerySet[Announcement]:
    """Announcements that nobody ever sent."""
    return Announcement.objects.filter(state=AnnouncementState.DRAFT, created_at__lt=before).order_by("pk")


def throw_away(draft: Announcement) -> None:
    Announcement.objects.filter(pk=draft.pk, state=AnnouncementState.DRAFT).delete()


can_be_let_go(
    Keeping(
        "drafts",
        _("Drafts of announcements"),
        _("Announcements that were begun and never sent are thrown away."),
        least=30,
        usual=365,
        older_than=old_drafts,
        let_go=throw_away,
    )
)
