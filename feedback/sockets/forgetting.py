"""What this floor does when somebody is forgotten: what was read out of their words goes with the words."""

from django.db.models import Q

from customers.forgetting.leaving import Leaving, forgets, strays
from feedback.models import (
    HearBack,
    ImprovementEvidence,
    ImprovementNotice,
    Praise,
    Review,
    ThemeMention,
    ThemeReading,
)


@forgets
def forget_what_their_words_were_about(leaving: Leaving) -> None:
    """Themes, praise of colleagues and reasons for improvements point to words by their key."""
    for model in (ThemeMention, ThemeReading, Praise, ImprovementEvidence, HearBack, ImprovementNotice):
        model._default_manager.filter(about__in=leaving.keys).delete()
    ThemeMention.objects.filter(customer=leaving.customer).delete()


@forgets
def forget_reviews(leaving: Leaving) -> None:
    """The copy of a review that we know is theirs; what they wrote in public is theirs to take away."""
    Review.objects.filter(customer=leaving.customer).delete()


@strays("feedback.Complaint")
def complaints_from_their_address(leaving: Leaving) -> Q:
    theirs = leaving.has_email("contact_email") | leaving.has_phone("contact_phone")
    return Q(customer=None) & theirs
