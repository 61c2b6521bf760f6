"""An address with a key that fits, for each public door of this floor that wants one."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from crm.shop.models import Location, User
from customers.models import Customer
from engagement.models import PublicLink
from engagement.public_links import link_url, make_link
from feedback.actions.checklist import ChecklistWords, add_checklist
from feedback.actions.mystery_visit import Errand, assign_visit
from feedback.actions.printed_code import make_printed_code
from feedback.actions.review_platform import Place, add_platform
from feedback.actions.survey import install_starter_surveys, switch_survey_on
from feedback.actions.testimonial import Agreement, record_testimonial, withdrawal_address
from feedback.models import ReviewRequest, Survey, SurveyKind
from feedback.printed_papers import address_of
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
    pulse = switch_survey_on(Survey.objects.get(kind=SurveyKind.PULSE), by=None)
    place = Location.objects.create(name="The other shop")
    errand = Errand(place, today, today + timedelta(days=7), "Ms Gray")
    assign_visit(add_checklist(ChecklistWords("A good visit", "Greeted", ""), by=None), errand, by=by)
    about_visit = PublicLink.objects.get(about__startswith="feedback.mysteryvisit:")
    return {
        "feedback:code_answer": urlsplit(
            address_of(make_printed_code(pulse, spot="At the till", location=None, by=None))
        ).path,
        "feedback:mystery_visit_report": urlsplit(link_url(about_visit)).path,
        "feedback:survey_answer": invited(customer, survey).path,
        "feedback:review_say": urlsplit(review).path,
        "feedback:testimonial_mine": urlsplit(withdrawal_address(words)).path,
    }
