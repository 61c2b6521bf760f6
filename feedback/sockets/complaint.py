"""What the cellar hears of complaints."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from crm.shop.actions import audit
from crm.shop.field_names import call_counts, call_fields
from crm.shop.hand_over import hands_over
from crm.shop.models import User
from crm.shop.naming import names
from crm.shop.verbs import say
from feedback.actions.complaint import assign_complaint, whoever_leads
from feedback.complaint_targets import CLOCK_WORDS
from feedback.models import Complaint, ComplaintRules, RootCause


@hands_over("complaints")
def hand_over_complaints(leaver: User, to: User | None, by: User | None) -> int:
    """What somebody who leaves cared for, somebody else cares for: whom they name, or whoever leads."""
    heir = to or whoever_leads(but=leaver)
    if heir is None:
        return 0
    mine = list(Complaint.objects.open().filter(owner=leaver))
    for complaint in mine:
        assign_complaint(complaint, owner=heir, by=by)
    if mine:
        audit.record("complaint.handed_over", leaver, by=by, counts={"complaints": len(mine)})
    return len(mine)


@names("feedback.complaint", "feedback:complaint_detail")
def names_of_complaints(numbers: Collection[int]) -> Mapping[int, str]:
    """By the number that was told to the customer."""
    return {number: Complaint(pk=number).reference for number in numbers}


@names("feedback.complaintrules", "")
def names_of_rules(numbers: Collection[int]) -> Mapping[int, str]:
    """There is one set."""
    return {number: str(ComplaintRules(pk=number)) for number in numbers}


@names("feedback.rootcause", "")
def names_of_causes(numbers: Collection[int]) -> Mapping[int, str]:
    """By their own words."""
    found = RootCause.objects.filter(pk__in=numbers).select_related("above")
    return {cause.pk: str(cause) for cause in found}


call_fields(Complaint, {"customer": _("customer")})
call_fields(ComplaintRules, CLOCK_WORDS)
call_counts({"complaints": _("complaints"), "root_causes": _("causes of complaints")})
say(
    {
        "complaint.acknowledged": _("told a customer that we heard their complaint"),
        "complaint.assigned": _("gave a complaint to somebody"),
        "complaint.attached": _("added a file to a complaint"),
        "complaint.chased": _("asked a customer again about their complaint"),
        "complaint.closed": _("closed a complaint"),
        "complaint.decided": _("decided a complaint"),
        "complaint.edited": _("changed a complaint"),
        "complaint.handed_over": _("handed complaints over"),
        "complaint.merged": _("put two complaints together"),
        "complaint.heard": _("found a customer's mail about a complaint"),
        "complaint.moved": _("moved a complaint on"),
        "complaint.note": _("wrote a note on a complaint"),
        "complaint.approved": _("approved a remedy"),
        "complaint.dropped": _("took a remedy back"),
        "complaint.given": _("gave a remedy"),
        "complaint.remedy": _("offered a remedy"),
        "complaint_rules.edited": _("changed the rules for complaints"),
        "complaint_rules.timed": _("changed the times for complaints"),
        "root_cause.added": _("added a cause of complaints"),
        "root_cause.installed": _("set up the causes of complaints"),
        "root_cause.retired": _("let go of a cause of complaints"),
        "complaint.reminded": _("reminded somebody of a complaint"),
        "complaint.reopened": _("opened a complaint again"),
        "complaint.taken": _("took a complaint"),
        "complaint.updated": _("told a customer news of their complaint"),
    }
)
