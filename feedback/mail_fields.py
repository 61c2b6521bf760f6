"""Words in curly brackets that this floor knows."""

from django.utils.translation import gettext_lazy as _

from engagement.merge_fields import Holds, MergeField, add_field

for _field in (
    MergeField("reference", _("the number of their complaint"), "C-1042"),
    MergeField(
        "complaint", _("what they complained about"), _("The teapot leaks since the first day."), Holds.TEXT
    ),
    MergeField("next_news_on", _("when they hear of us next"), _("Friday, 12 June")),
):
    add_field(_field)
