"""What the cellar hears of follow-ups, cadences, enquiries and special orders."""

from collections.abc import Collection, Mapping

from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.shop.actions import audit
from crm.shop.field_names import call_counts
from crm.shop.hand_over import hands_over
from crm.shop.models import User
from crm.shop.naming import names
from crm.shop.verbs import say
from engagement.actions.follow_up import reassign_follow_ups
from engagement.models import CalendarFeed, Enquiry, FollowUp, SpecialOrder


@hands_over("follow_ups")
def hand_over_follow_ups(leaver: User, to: User | None, by: User | None) -> int:
    """What somebody has promised, somebody else keeps; with nobody to take over it stays where it is."""
    open_ones = FollowUp.objects.open().filter(owner=leaver).values_list("pk", flat=True)
    return reassign_follow_ups(list(open_ones), to=to, by=by) if to else 0


@names("engagement.followup")
def names_of_follow_ups(numbers: Collection[int]) -> Mapping[int, str]:
    return {follow_up.pk: follow_up.reason for follow_up in FollowUp.objects.filter(pk__in=numbers)}


@hands_over("enquiries")
def hand_over_enquiries(leaver: User, to: User | None, by: User | None) -> int:
    """Questions that wait for somebody who leaves wait for somebody else, or for whoever is first."""
    count = Enquiry.objects.waiting().filter(owner=leaver).update(owner=to, version=F("version") + 1)
    if count:
        audit.record("enquiry.handed_over", leaver, by=by, counts={"enquiries": count})
    return count


@names("engagement.enquiry", "engagement:enquiry_detail")
def names_of_enquiries(numbers: Collection[int]) -> Mapping[int, str]:
    """By who asked: what they said stays with the question."""
    found = Enquiry.objects.filter(pk__in=numbers).select_related("customer")
    return {enquiry.pk: gettext("Question of %s") % enquiry.who for enquiry in found}


@names("engagement.specialorder", "engagement:special_order_detail")
def names_of_orders(numbers: Collection[int]) -> Mapping[int, str]:
    """By what was wanted."""
    return {order.pk: order.product for order in SpecialOrder.objects.filter(pk__in=numbers)}


@names("engagement.calendarfeed")
def names_of_feeds(numbers: Collection[int]) -> Mapping[int, str]:
    """By whose they are."""
    found = CalendarFeed.objects.filter(pk__in=numbers).select_related("owner")
    return {feed.pk: gettext("Calendar of %s") % feed.owner for feed in found}


call_counts({"follow_ups": _("follow-ups"), "enquiries": _("questions")})
say(
    {
        "cadence.cleared": _("left to the customer how often to be in touch"),
        "cadence.removed": _("took back how often to be in touch"),
        "cadence.set": _("said how often to be in touch"),
        "calendar_feed.made": _("made an address for a calendar"),
        "calendar_feed.revoked": _("stopped the address of a calendar"),
        "enquiry.answered": _("answered a question"),
        "enquiry.closed": _("closed a question"),
        "enquiry.handed_over": _("handed questions over"),
        "enquiry.opened": _("wrote a question down"),
        "enquiry.recognised": _("said who asked a question"),
        "enquiry.reopened": _("opened a question again"),
        "enquiry.spam": _("put a question away as spam"),
        "enquiry.taken": _("said who answers a question"),
        "special_order.arrived": _("noted that an order is here"),
        "special_order.asked": _("put an order back to asked for"),
        "special_order.cancelled": _("cancelled an order"),
        "special_order.collected": _("noted that an order was collected"),
        "special_order.edited": _("changed an order"),
        "special_order.ordered": _("ordered something for a customer"),
        "special_order.taken": _("wrote down what a customer wants"),
        "special_order.told": _("told a customer that it is here"),
        "follow_up.completed": _("kept a promise"),
        "follow_up.dropped": _("dropped a follow-up"),
        "follow_up.made": _("made a follow-up"),
        "follow_up.reassigned": _("handed follow-ups on"),
        "follow_up.reopened": _("opened a follow-up again"),
        "follow_up.snoozed": _("put a follow-up off"),
    }
)
