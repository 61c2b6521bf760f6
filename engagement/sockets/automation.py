"""What the cellar hears of automations and announcements."""

from collections.abc import Collection, Mapping

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.naming import names
from crm.shop.verbs import say
from customers.traces import leaves_no_trace
from engagement.models import Announcement, Automation, Enrolment


@names("engagement.automation", "engagement:automation_edit")
def names_of_automations(numbers: Collection[int]) -> Mapping[int, str]:
    return {automation.pk: str(automation) for automation in Automation.objects.filter(pk__in=numbers)}


@names("engagement.announcement", "engagement:announcement_detail")
def names_of_announcements(numbers: Collection[int]) -> Mapping[int, str]:
    return {each.pk: str(each) for each in Announcement.objects.filter(pk__in=numbers)}


# On the way in an automation by whose steps nothing has happened yet: nobody has heard from us.
leaves_no_trace(Enrolment, Q(position=0))

say(
    {
        "announcement.answered": _("had an answer to an invitation"),
        "announcement.attended": _("noted that a guest was there"),
        "announcement.cancelled": _("called an announcement off"),
        "announcement.draft": _("took an announcement back to a draft"),
        "announcement.edited": _("changed an announcement"),
        "announcement.made": _("wrote an announcement"),
        "announcement.paused": _("paused an announcement"),
        "announcement.scheduled": _("scheduled an announcement"),
        "announcement.sending": _("let an announcement go on"),
        "announcement.started": _("began to send an announcement"),
        "automation.edited": _("changed what is sent by itself"),
        "automation.made": _("took up a recipe"),
        "automation.switched_off": _("switched an automation off"),
        "automation.switched_on": _("switched an automation on"),
    }
)
