"""What the cellar hears of checklists and of looks at the shop."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.shop.field_names import call_fields
from crm.shop.naming import names
from crm.shop.verbs import say
from feedback.models import Checklist, MysteryVisit


@names("feedback.checklist", "feedback:checklist_detail")
def names_of_checklists(numbers: Collection[int]) -> Mapping[int, str]:
    return {row.pk: row.name for row in Checklist.objects.filter(pk__in=numbers)}


@names("feedback.mysteryvisit", "feedback:mystery_visit_detail")
def names_of_visits(numbers: Collection[int]) -> Mapping[int, str]:
    """When and who stays with the visit: whoever reads the trail may be the one who is looked at."""
    found = MysteryVisit.objects.filter(pk__in=numbers).values_list("pk", flat=True)
    return {pk: gettext("A visit") for pk in found}


call_fields(Checklist, {"intro": _("words before it"), "points": _("what to look at")})
say(
    {
        "checklist.added": _("wrote a checklist"),
        "checklist.edited": _("changed a checklist"),
        "checklist.retired": _("took a checklist out of use"),
        "mystery_visit.answered": _("read what was seen at the counter"),
        "mystery_visit.assigned": _("planned a visit"),
        "mystery_visit.called_off": _("called a visit off"),
        "mystery_visit.observed": _("wrote down what was seen at the counter"),
        "mystery_visit.reported": _("reported on a visit"),
    }
)
