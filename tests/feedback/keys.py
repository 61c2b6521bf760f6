"""An address with a key that fits, for each public door of this floor that wants one."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from crm.shop.models import User
from customers.models import Customer
from engagement.public_links import make_link
from feedback.actions.review_platform import Place, add_platform
from feedback.actions.survey import install_starter_surveys, switch_survey_on
from feedback.actions.testimonial import Agreement, record_testimonial, withdrawal_address
from feedback.models import ReviewRequest, Survey
from tests.feedback.surveys import invited


def keys_of_this_floor(customer: Customer, by: User) -> dict[str, str]:
    """{door: path}; whoever holds these was asked for an answer, a review and their words."""
    install_starter_surveys(by=None)
    survey = switch_survey_on(Survey.objects.get(key="purchase"), by=None)
    google = add_platform(Place("google", "Google", "https://g.page/r/abc/review", is_asked=True), by=None)
    asked = ReviewRequest.objects.create(
        customer=customer, cause="a", outcome="asked", at=timezone.now(), platform=google
    )
    review = make_link("review", customer=customer, about=f"feedback.reviewrequest:{asked.pk}")
    today = timezone.localdate()
    agreement = Agreement("My happy place.", "May we?", today, today + timedelta(days=700), on_website=True)
    words = record_testimonial(customer, agreement, by=by)
    return {
        "feedback:survey_answer": invited(customer, survey).path,
        "feedback:review_say": urlsplit(review).path,
        "feedback:testimonial_mine": urlsplit(withdrawal_address(words)).path,
    }
