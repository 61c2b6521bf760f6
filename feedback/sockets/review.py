"""What the cellar hears of reviews."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.shop.naming import names
from crm.shop.verbs import say
from feedback.models import Review, ReviewPlatform


@names("feedback.review", "feedback:review_detail")
def names_of_reviews(numbers: Collection[int]) -> Mapping[int, str]:
    """By where it stands: what they said stays with the review."""
    found = Review.objects.filter(pk__in=numbers).select_related("platform")
    return {review.pk: gettext("Review on %s") % review.platform.name for review in found}


@names("feedback.reviewplatform")
def names_of_platforms(numbers: Collection[int]) -> Mapping[int, str]:
    return {row.pk: row.name for row in ReviewPlatform.objects.filter(pk__in=numbers)}


say(
    {
        "review.changed_there": _("noted that a review was changed"),
        "review.closed": _("said that a review needs no reply"),
        "review.gone": _("noted that a review was taken down"),
        "review.logged": _("wrote a review down"),
        "review.recognised": _("said who wrote a review"),
        "review.reopened": _("let a review wait again"),
        "review.replied": _("replied to a review"),
        "review.reply_approved": _("approved a reply to a review"),
        "review.reply_written": _("drafted a reply to a review"),
        "review.unrecognised": _("took back who wrote a review"),
        "review_platform.added": _("added a place where people write about us"),
        "review_platform.edited": _("changed a place where people write about us"),
        "review_platform.retired": _("gave up a place where people write about us"),
    }
)
