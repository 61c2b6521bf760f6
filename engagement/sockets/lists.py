"""What of this floor still needs a saved list: mail that is on its way, and recipes that look at it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from customers.models import Segment
from customers.segments.holders import asks_for, holds_lists
from engagement.models import Announcement, AnnouncementState, Automation

OVER = (AnnouncementState.DONE, AnnouncementState.CANCELLED)


@holds_lists
def announcements(segment: Segment) -> Iterator[str]:
    """One that is over has its people written down."""
    open_ones = Announcement.objects.exclude(state__in=OVER).filter(query__regex=asks_for(segment))
    for announcement in open_ones:
        yield _("The announcement “%s” goes to it.") % announcement


@holds_lists
def automations(segment: Segment) -> Iterator[str]:
    """Switched off too: it can be switched on again."""
    for automation in Automation.objects.filter(settings__segment=str(segment.pk)):
        yield _("The automation “%s” looks at who comes into it.") % automation
