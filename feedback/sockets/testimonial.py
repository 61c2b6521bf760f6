"""What the cellar hears of words that may be shown."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.shop.naming import names
from crm.shop.verbs import say
from feedback.models import Testimonial


@names("feedback.testimonial")
def names_of_testimonials(numbers: Collection[int]) -> Mapping[int, str]:
    """By whose they are: what they say stays with them."""
    found = Testimonial.objects.filter(pk__in=numbers).select_related("customer")
    return {row.pk: gettext("Words of %s") % row.customer for row in found}


say(
    {
        "testimonial.recorded": _("wrote down words that may be shown"),
        "testimonial.used": _("noted where words are shown"),
        "testimonial.withdrawn": _("took words back that were shown"),
    }
)
