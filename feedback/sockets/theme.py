"""What the cellar hears of themes."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from crm.shop.field_names import call_counts, call_fields
from crm.shop.naming import names
from crm.shop.verbs import say
from feedback.models import Theme


@names("feedback.theme", "feedback:theme_detail")
def names_of_themes(numbers: Collection[int]) -> Mapping[int, str]:
    return {theme.pk: theme.name for theme in Theme.objects.filter(pk__in=numbers)}


call_fields(Theme, {"above": _("what it belongs to"), "words": _("words that suggest it")})
call_counts({"themes": _("themes")})
say(
    {
        "theme.added": _("named a theme"),
        "theme.edited": _("changed a theme"),
        "theme.retired": _("took a theme out of use"),
        "theme.sorted": _("said what a text is about"),
        "theme.starters_taken": _("began with the themes of most shops"),
    }
)
