"""What the cellar hears of follow-ups, cadences, enquiries and special orders."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from crm.shop.field_names import call_counts
from crm.shop.hand_over import hands_over
from crm.shop.models import User
from crm.shop.naming import names
from crm.shop.verbs import say
from engagement.actions.follow_up import reassign_follow_ups
from engagement.models import FollowUp


@hands_over("follow_ups")
def hand_over_follow_ups(leaver: User, to: User | None, by: User | None) -> int:
    """What somebody has promised, somebody else keeps; with nobody to take over it stays where it is."""
    open_ones = FollowUp.objects.open().filter(owner=leaver).values_list("pk", flat=True)
    return reassign_follow_ups(list(open_ones), to=to, by=by) if to else 0


@names("engagement.followup")
def names_of_follow_ups(numbers: Collection[int]) -> Mapping[int, str]:
    return {follow_up.pk: follow_up.reason for follow_up in FollowUp.objects.filter(pk__in=numbers)}


call_counts({"follow_ups": _("follow-ups")})
say(
    {
        "follow_up.completed": _("kept a promise"),
        "follow_up.dropped": _("dropped a follow-up"),
        "follow_up.made": _("made a follow-up"),
        "follow_up.reassigned": _("handed follow-ups on"),
        "follow_up.reopened": _("opened a follow-up again"),
        "follow_up.snoozed": _("put a follow-up off"),
    }
)
