"""What the cellar hears of improvements and ideas."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.shop.actions import audit
from crm.shop.field_names import call_counts
from crm.shop.hand_over import hands_over
from crm.shop.models import User
from crm.shop.naming import names
from crm.shop.verbs import say
from feedback.models import Idea, Improvement, Praise, Pulse


@hands_over("improvements")
def hand_over_improvements(leaver: User, to: User | None, by: User | None) -> int:
    """What somebody saw to, somebody else sees to, or nobody yet."""
    count = Improvement.objects.undecided().filter(owner=leaver).update(owner=to)
    if count:
        audit.record("improvement.handed_over", leaver, by=by, counts={"improvements": count})
    return count


@names("feedback.improvement", "feedback:improvement_detail")
def names_of_improvements(numbers: Collection[int]) -> Mapping[int, str]:
    return {row.pk: row.title for row in Improvement.objects.filter(pk__in=numbers)}


@names("feedback.idea")
def names_of_ideas(numbers: Collection[int]) -> Mapping[int, str]:
    """What it says stays in the box."""
    return {pk: gettext("An idea") for pk in Idea.objects.filter(pk__in=numbers).values_list("pk", flat=True)}


@names("feedback.praise")
def names_of_praise(numbers: Collection[int]) -> Mapping[int, str]:
    """By whom it names; the words stay where they were said."""
    found = Praise.objects.filter(pk__in=numbers).select_related("colleague")
    return {row.pk: gettext("Praise of %s") % row.colleague for row in found}


@names("feedback.pulse")
def names_of_pulses(numbers: Collection[int]) -> Mapping[int, str]:
    return {row.pk: gettext("The pulse of %s") % row for row in Pulse.objects.filter(pk__in=numbers)}


call_counts({"improvements": _("improvements"), "praise": _("good words")})
say(
    {
        "hear_back.asked": _("noted that somebody wants to hear what we do"),
        "hear_back.dropped": _("noted that somebody need not hear what we do"),
        "idea.declined": _("said no to an idea"),
        "idea.left": _("left an idea"),
        "idea.taken": _("took an idea up"),
        "improvement.added": _("wrote an improvement down"),
        "improvement.declined": _("declined an improvement"),
        "improvement.doing": _("began an improvement"),
        "improvement.done": _("finished an improvement"),
        "improvement.edited": _("changed an improvement"),
        "improvement.evidence_added": _("added what an improvement rests on"),
        "improvement.evidence_dropped": _("took away what an improvement rested on"),
        "improvement.handed_over": _("handed improvements over"),
        "improvement.hidden": _("took an improvement from the public page"),
        "improvement.open": _("opened an improvement again"),
        "improvement.planned": _("planned an improvement"),
        "improvement.shown": _("let everybody read of an improvement"),
        "improvement.told": _("told those who had asked about an improvement"),
        "praise.dropped": _("said that praise meant somebody else"),
        "praise.found": _("found good words that name a colleague"),
        "pulse.question_changed": _("changed the monthly question"),
    }
)
